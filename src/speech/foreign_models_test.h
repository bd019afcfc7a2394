// Files as foreign engines want them, without anything that was learned in them.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "analysis/onnx_file_test.h"
#include "attacca/speech/model_folders.h"

namespace attacca::speech {

/// A folder of the test's own, gone with it.
class TestFolder {
public:
    TestFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "attacca_speech_XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~TestFolder() { std::filesystem::remove_all(path_); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] ModelFolders folders() const { return ModelFolders({path_}); }

    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        const auto file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }

    /// A library of `stubs`, under the name that the engine's own has.
    void install(const char* stub, const char* name) const {
        std::filesystem::copy_file(std::filesystem::path(ATTACCA_SPEECH_STUBS) / stub, path_ / name);
    }

private:
    std::filesystem::path path_;
};

/// A model without weights that states these things.
inline std::string onnx_stating(std::initializer_list<std::pair<const char*, const char*>> entries) {
    std::string bytes = analysis::onnx_model(analysis::onnx_constant("w", {2}, {0.5F, 0.25F}));
    for (const auto& [key, value] : entries) {
        bytes += analysis::bytes_field(14, analysis::bytes_field(1, key) + analysis::bytes_field(2, value));
    }
    return bytes;
}

/// A whisper.cpp model of the smallest measures: its header, and as many zeros as weights would be.
inline std::filesystem::path write_whisper(const TestFolder& folder, const std::string& name, std::int32_t vocabulary) {
    const std::int32_t numbers[] = {0x67676d6c, vocabulary, 1500, 64, 1, 1, 448, 64, 1, 1, 80, 1};
    std::string bytes(sizeof(numbers), '\0');
    std::memcpy(bytes.data(), numbers, sizeof(numbers));
    const auto file = folder.write(name, bytes);
    std::filesystem::resize_file(file, static_cast<std::uintmax_t>(vocabulary) * 64);
    return file;
}

/// A streaming zipformer in `folder`/NAME.
inline void write_zipformer(const TestFolder& folder, const std::string& name, const std::string& stem = "encoder-1") {
    folder.write(name + "/tokens.txt", "<blk> 0\n\u2581a 1\nb 2\n");
    folder.write(name + "/" + stem + ".onnx", onnx_stating({{"model_type", "zipformer2"},
                                                            {"encoder_dims", "192,256"},
                                                            {"query_head_dims", "32,32"},
                                                            {"value_head_dims", "12,12"},
                                                            {"num_heads", "4,4"},
                                                            {"num_encoder_layers", "2,2"},
                                                            {"cnn_module_kernels", "31,31"},
                                                            {"left_context_len", "128,64"},
                                                            {"T", "45"},
                                                            {"decode_chunk_len", "32"}}));
    folder.write(name + "/decoder-1.onnx", onnx_stating({{"vocab_size", "500"}, {"context_size", "2"}}));
    folder.write(name + "/joiner-1.onnx", onnx_stating({{"joiner_dim", "512"}}));
}

/// An offline whisper of sherpa-onnx's kind.
inline void write_sherpa_whisper(const TestFolder& folder, const std::string& name) {
    folder.write(name + "/tiny-tokens.txt", "IQ== 0\nIg== 1\n");
    folder.write(name + "/tiny-encoder.onnx", onnx_stating({{"n_mels", "80"},
                                                            {"n_text_layer", "4"},
                                                            {"n_text_ctx", "448"},
                                                            {"n_text_state", "384"},
                                                            {"n_vocab", "51865"},
                                                            {"sot", "50258"},
                                                            {"eot", "50257"},
                                                            {"blank_id", "220"},
                                                            {"translate", "50358"},
                                                            {"transcribe", "50359"},
                                                            {"is_multilingual", "1"},
                                                            {"no_timestamps", "50363"},
                                                            {"no_speech", "50362"},
                                                            {"sot_sequence", "50258,50259"},
                                                            {"all_language_tokens", "50259,50261"},
                                                            {"all_language_codes", "en,de"}}));
    folder.write(name + "/tiny-decoder.onnx", onnx_stating({}));
}

}  // namespace attacca::speech
