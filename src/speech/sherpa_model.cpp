#include "speech/sherpa_model.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "speech/onnx_metadata.h"

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;
using Names = std::initializer_list<const char*>;

std::vector<Path> files_in(const Path& folder) {
    std::vector<Path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->is_regular_file(error)) files.push_back(entry->path());
    }
    std::ranges::sort(files);
    return files;
}

/// The .onnx file with this in its name and nothing before it but a name's part; the one in eight bits where there are
/// several, since it is the faster.
Path onnx_with(const std::vector<Path>& files, std::string_view part) {
    Path found;
    for (const Path& file : files) {
        const std::string name = file.filename().string();
        const auto place = name.find(part);
        if (file.extension() != ".onnx" || place == std::string::npos) continue;
        if (place > 0 && name[place - 1] != '-' && name[place - 1] != '.') continue;
        const bool eight_bits = name.find("int8") != std::string::npos;
        if (found.empty() || eight_bits) found = file;
    }
    return found;
}

Path tokens_in(const std::vector<Path>& files) {
    const auto found =
        std::ranges::find_if(files, [](const Path& file) { return file.filename().string().ends_with("tokens.txt"); });
    return found == files.end() ? Path() : *found;
}

bool states(const OnnxMetadata& metadata, Names names) {
    return std::ranges::all_of(names, [&](const char* name) {
        const auto found = metadata.find(std::string_view(name));
        return found != metadata.end() && !found->second.empty();
    });
}

std::vector<std::string> parts_of(const std::string& list) {
    std::vector<std::string> parts;
    std::istringstream in(list);
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
}

bool is_number(const std::string& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

/// Each must be there, and be a number or several with commas between.
Status require(const Path& file, const OnnxMetadata& metadata, Names names) {
    for (const char* name : names) {
        const auto found = metadata.find(std::string_view(name));
        const bool there = found != metadata.end() && !found->second.empty();
        if (there && std::ranges::all_of(parts_of(found->second), is_number)) continue;
        return fail(ErrorCode::damaged, file.string() + ": states no " + name +
                                            ", which sherpa-onnx needs; take a model that its project has converted");
    }
    return {};
}

Status check_tokens(const Path& file) {
    std::ifstream in(file);
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        std::istringstream fields(line);
        std::string symbol;
        std::string id;
        std::string more;
        fields >> symbol >> id >> more;
        const std::string& last = id.empty() ? symbol : id;  // The space has no visible symbol.
        int value = 0;
        const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), value);
        if (more.empty() && error == std::errc{} && end == last.data() + last.size()) continue;
        return fail(ErrorCode::damaged, file.string() + ":" + std::to_string(number) +
                                            ": a token and its number are expected; get the model again");
    }
    if (number > 0) return {};
    return fail(ErrorCode::damaged, file.string() + ": is empty or cannot be read; get the model again");
}

Result<SherpaKind> not_known(const Path& folder) {
    return fail(ErrorCode::unsupported,
                folder.string() +
                    ": a model of sherpa-onnx, but of no kind that this program knows: zipformer "
                    "transducers and CTC, paraformer, NeMo, sense-voice, whisper, moonshine");
}

/// Of encoder, decoder and joiner.
Result<SherpaKind> kind_of_transducer(const SherpaModel& model, const OnnxMetadata& encoder) {
    auto decoder = read_onnx_metadata(model.decoder);
    auto joiner = read_onnx_metadata(model.joiner);
    if (!decoder) return fail(decoder.error());
    if (!joiner) return fail(joiner.error());
    if (states(encoder, {"pred_rnn_layers"})) {
        if (states(encoder, {"chunk_shift"})) return not_known(model.encoder.parent_path());
        const auto stated = require(model.encoder, encoder, {"vocab_size", "subsampling_factor", "pred_hidden"});
        if (!stated) return fail(stated.error());
        return SherpaKind::nemo_transducer;
    }
    if (auto stated = require(model.decoder, *decoder, {"vocab_size", "context_size"}); !stated) {
        return fail(stated.error());
    }
    if (!states(encoder, {"decode_chunk_len"})) return SherpaKind::transducer;
    const auto type = encoder.find(std::string_view("model_type"));
    if (type == encoder.end() || (type->second != "zipformer" && type->second != "zipformer2")) {
        return not_known(model.encoder.parent_path());
    }
    auto stated = require(model.encoder, encoder,
                          {"encoder_dims", "num_encoder_layers", "cnn_module_kernels", "left_context_len", "T"});
    if (stated && type->second == "zipformer") stated = require(model.encoder, encoder, {"attention_dims"});
    if (stated && type->second == "zipformer2") {
        stated = require(model.encoder, encoder, {"query_head_dims", "value_head_dims", "num_heads"});
    }
    if (!stated) return fail(stated.error());
    return SherpaKind::online_transducer;
}

/// Of encoder and decoder.
Result<SherpaKind> kind_of_pair(SherpaModel& model, const OnnxMetadata& encoder) {
    auto decoder = read_onnx_metadata(model.decoder);
    if (!decoder) return fail(decoder.error());
    if (states(encoder, {"lfr_window_size"})) {
        const auto stated = require(model.encoder, encoder,
                                    {"vocab_size", "lfr_window_shift", "encoder_output_size", "decoder_num_blocks",
                                     "decoder_kernel_size", "neg_mean", "inv_stddev"});
        if (!stated) return fail(stated.error());
        return SherpaKind::online_paraformer;
    }
    if (!states(encoder, {"n_text_layer"})) return not_known(model.encoder.parent_path());
    auto stated = require(model.encoder, encoder,
                          {"n_mels", "n_text_ctx", "n_text_state", "n_vocab", "sot", "eot", "blank_id", "translate",
                           "transcribe", "is_multilingual", "no_timestamps", "no_speech", "sot_sequence"});
    model.languages = {"en"};
    if (stated && encoder.find(std::string_view("is_multilingual"))->second != "0") {
        stated = require(model.encoder, encoder, {"all_language_tokens"});
        const auto codes = encoder.find(std::string_view("all_language_codes"));
        model.languages = codes == encoder.end() ? std::vector<std::string>() : parts_of(codes->second);
        if (model.languages.empty()) return not_known(model.encoder.parent_path());
    }
    if (!stated) return fail(stated.error());
    return SherpaKind::whisper;
}

Result<SherpaKind> kind_of_single(const Path& file, const OnnxMetadata& stated) {
    Status complete;
    SherpaKind kind = SherpaKind::nemo_ctc;
    if (states(stated, {"decode_chunk_len"})) {
        kind = SherpaKind::online_zipformer2_ctc;
        complete = require(file, stated,
                           {"encoder_dims", "query_head_dims", "value_head_dims", "num_heads", "num_encoder_layers",
                            "cnn_module_kernels", "left_context_len", "T"});
    } else if (states(stated, {"lfr_window_size"})) {
        kind = states(stated, {"with_itn"}) ? SherpaKind::sense_voice : SherpaKind::paraformer;
        complete = require(file, stated, {"vocab_size", "lfr_window_shift", "neg_mean", "inv_stddev"});
        if (complete && kind == SherpaKind::sense_voice) {
            complete = require(file, stated,
                               {"normalize_samples", "without_itn", "lang_auto", "lang_zh", "lang_en", "lang_ja",
                                "lang_ko", "lang_yue"});
        }
    } else if (!states(stated, {"subsampling_factor", "vocab_size"}) || states(stated, {"chunk_shift"})) {
        return not_known(file.parent_path());
    }
    if (!complete) return fail(complete.error());
    return kind;
}

Result<SherpaKind> kind_of_moonshine(const SherpaModel& model) {
    for (const Path& file : {model.preprocessor, model.encoder, model.decoder, model.cached_decoder}) {
        if (auto read = read_onnx_metadata(file); !read) return fail(read.error());
    }
    return SherpaKind::moonshine;
}

}  // namespace

Result<SherpaModel> SherpaModel::in(const Path& folder) {
    const std::vector<Path> files = files_in(folder);
    SherpaModel model{.tokens = tokens_in(files)};
    if (model.tokens.empty()) {
        return fail(ErrorCode::damaged, folder.string() +
                                            ": no model of sherpa-onnx, which is a folder with .onnx files and "
                                            "tokens.txt; unpack the model's archive and name its folder");
    }
    if (auto checked = check_tokens(model.tokens); !checked) return fail(checked.error());
    model.encoder = onnx_with(files, "encode");
    model.decoder = onnx_with(files, "decode");
    model.joiner = onnx_with(files, "joiner");
    model.preprocessor = onnx_with(files, "preprocess");
    model.cached_decoder = onnx_with(files, "cached_decode");
    Result<SherpaKind> kind = not_known(folder);
    if (!model.preprocessor.empty()) {
        model.decoder = onnx_with(files, "uncached_decode");
        const bool whole = !model.encoder.empty() && !model.decoder.empty() && !model.cached_decoder.empty();
        if (whole) kind = kind_of_moonshine(model);
    } else if (!model.encoder.empty() && !model.decoder.empty()) {
        const auto encoder = read_onnx_metadata(model.encoder);
        if (!encoder) return fail(encoder.error());
        kind = model.joiner.empty() ? kind_of_pair(model, *encoder) : kind_of_transducer(model, *encoder);
    } else if (model.model = onnx_with(files, "model"); model.model.empty()) {
        model.model = onnx_with(files, "ctc");
    }
    if (!model.model.empty()) {
        const auto stated = read_onnx_metadata(model.model);
        if (!stated) return fail(stated.error());
        kind = kind_of_single(model.model, *stated);
    }
    if (!kind) return fail(kind.error());
    model.kind = *kind;
    return model;
}

bool is_sherpa_model(const Path& folder) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return false;
    const std::vector<Path> files = files_in(folder);
    return !tokens_in(files).empty() &&
           std::ranges::any_of(files, [](const Path& file) { return file.extension() == ".onnx"; });
}

}  // namespace attacca::speech
