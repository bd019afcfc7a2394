// whisper.cpp, loaded when its user has it: text at the end of each utterance.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <exception>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include "speech/engine.h"
#include "speech/foreign_library.h"
#include "speech/token_words.h"
#include "speech/whisper_api.h"
#include "speech/whole_utterance.h"

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;

constexpr const char* kName = "whisper";
constexpr const char* kKnown = "1.8.1 to 1.9";
constexpr const char* kLibraryNames[] = {"libwhisper.so", "libwhisper.so.1"};
constexpr LibraryVersion kOldest{1, 8, 1};
constexpr LibraryVersion kTooNew{1, 10, 0};
constexpr unsigned kMostThreads = 8;

/// It refuses what is shorter than a tenth of a second.
constexpr std::size_t kShortest = static_cast<std::size_t>(1.1 * kSpeechRate_hz);

// What it said last; it logs for the whole process.
std::mutex last_words_mutex;
std::string last_words;

void keep_words(int, const char* text, void*) {
    const std::lock_guard lock(last_words_mutex);
    if (const std::string line = trimmed(text); line.size() > 1) last_words = line;
}

std::string take_last_words() {
    const std::lock_guard lock(last_words_mutex);
    return std::exchange(last_words, "");
}

Result<whisper::Functions> load(const std::string& chosen, const ModelFolders& folders) {
    const auto library =
        load_foreign_library({.engine = "whisper.cpp", .names = kLibraryNames, .chosen = chosen}, folders);
    if (!library) return fail(library.error());
    whisper::Functions f{};
    const char* missing = nullptr;
    const auto find = [&](const char* name, auto& function) {
        if (!library->find(name, function) && missing == nullptr) missing = name;
    };
    find("whisper_version", f.version);
    find("whisper_log_set", f.log_set);
    find("whisper_context_default_params_by_ref", f.context_default_params_by_ref);
    find("whisper_free_context_params", f.free_context_params);
    find("whisper_full_default_params_by_ref", f.full_default_params_by_ref);
    find("whisper_free_params", f.free_params);
    find("whisper_init_from_file_with_params", f.init_from_file_with_params);
    find("whisper_free", f.free);
    find("whisper_lang_id", f.lang_id);
    find("whisper_token_eot", f.token_eot);
    find("whisper_full", f.full);
    find("whisper_full_n_segments", f.full_n_segments);
    find("whisper_full_n_tokens", f.full_n_tokens);
    find("whisper_full_get_token_text", f.full_get_token_text);
    find("whisper_full_get_token_data", f.full_get_token_data);
    if (missing != nullptr) return fail(ErrorCode::unavailable, lacks_function("whisper.cpp", missing, kKnown));
    const std::string version = f.version();
    const auto parsed = parse_version(version);
    if (!parsed || *parsed < kOldest || *parsed >= kTooNew) {
        return fail(ErrorCode::unavailable, unknown_version("whisper.cpp", version, kKnown));
    }
    return f;
}

/// What the file says of itself. whisper.cpp would end the program over some numbers that cannot be.
struct Header {
    std::array<std::int32_t, 12> numbers{};  ///< The magic word, then the model's measures in the file's order.

    [[nodiscard]] bool of_whisper() const noexcept {
        constexpr std::int32_t kMagic = 0x67676d6c;
        constexpr std::array<std::array<std::int32_t, 2>, 11> kRanges{{{51864, 60000},
                                                                       {1, 1500},
                                                                       {64, 4096},
                                                                       {1, 64},
                                                                       {1, 128},
                                                                       {1, 448},
                                                                       {64, 4096},
                                                                       {1, 64},
                                                                       {1, 128},
                                                                       {80, 128},
                                                                       {0, 3000}}};
        if (numbers[0] != kMagic) return false;
        for (std::size_t i = 0; i < kRanges.size(); ++i) {
            if (numbers[i + 1] < kRanges[i][0] || numbers[i + 1] > kRanges[i][1]) return false;
        }
        return true;
    }
    /// Four bits for each number of its vocabulary's table are the least that a whole file has.
    [[nodiscard]] std::uintmax_t least_size() const noexcept {
        return static_cast<std::uintmax_t>(numbers[1]) * static_cast<std::uintmax_t>(numbers[3]) / 2;
    }
    [[nodiscard]] bool english_only() const noexcept { return numbers[1] == 51864; }
};

std::optional<Header> read_header(const Path& path) {
    static_assert(std::endian::native == std::endian::little, "the file's byte order");
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    Header header;
    file.read(reinterpret_cast<char*>(header.numbers.data()), sizeof(header.numbers));
    if (!file || !header.of_whisper()) return std::nullopt;
    return header;
}

bool is_whole(const Path& path, const Header& header) {
    std::error_code error;
    return std::filesystem::file_size(path, error) >= header.least_size() && !error;
}

bool is_model(const Path& path) {
    if (path.extension() != ".bin") return false;
    const auto header = read_header(path);
    return header && is_whole(path, *header);
}

class WhisperRecognizer final : public WholeUtterance {
public:
    WhisperRecognizer(const whisper::Functions& functions, whisper::Context* context, std::string language)
        : f_(functions), context_(context, functions.free), language_(std::move(language)) {}

    std::string_view engine() const noexcept override { return kName; }

    Result<Transcript> end() override {
        const double length_s = static_cast<double>(samples_.size()) / kSpeechRate_hz;
        if (samples_.empty()) return Transcript{};
        samples_.resize(std::max(samples_.size(), kShortest));
        const std::unique_ptr<whisper::FullParams, void (*)(whisper::FullParams*)> params(
            f_.full_default_params_by_ref(whisper::greedy_sampling), f_.free_params);
        params->n_threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 2U, kMostThreads + 1) - 1);
        params->language = language_.c_str();
        params->no_context = true;
        params->token_timestamps = true;
        params->suppress_nst = true;  // No "[music]" where nobody speaks.
        params->print_progress = params->print_realtime = params->print_timestamps = false;
        try {
            if (f_.full(context_.get(), *params, samples_.data(), static_cast<int>(samples_.size())) != 0) {
                return fail(ErrorCode::system, "whisper.cpp gave up on an utterance: " + take_last_words());
            }
        } catch (const std::exception& thrown) {
            return fail(ErrorCode::system, std::string("whisper.cpp gave up on an utterance: ") + thrown.what());
        }
        return heard(length_s);
    }

private:
    Transcript heard(double length_s) const {
        constexpr double kTick_s = 0.01;
        std::vector<TimedToken> tokens;
        std::string text;
        const whisper::Token first_special = f_.token_eot(context_.get());
        const int segments = f_.full_n_segments(context_.get());
        for (int segment = 0; segment < segments; ++segment) {
            const int count = f_.full_n_tokens(context_.get(), segment);
            for (int i = 0; i < count; ++i) {
                const whisper::TokenData data = f_.full_get_token_data(context_.get(), segment, i);
                if (data.id >= first_special) continue;
                TimedToken token{.text = f_.full_get_token_text(context_.get(), segment, i),
                                 .begin_s = std::min(length_s, kTick_s * static_cast<double>(data.t0)),
                                 .end_s = std::min(length_s, kTick_s * static_cast<double>(data.t1)),
                                 .probability = data.probability};
                text += token.text;
                tokens.push_back(std::move(token));
            }
        }
        Transcript transcript{.text = trimmed(text), .words = words_of(tokens)};
        transcript.confidence = confidence_of(transcript.words);
        return transcript;
    }

    whisper::Functions f_;
    std::unique_ptr<whisper::Context, void (*)(whisper::Context*)> context_;
    std::string language_;
};

Result<std::string> version(const ModelFolders& folders) {
    const auto functions = load("", folders);
    if (!functions) return fail(functions.error());
    return std::string(functions->version());
}

std::vector<SpeechModel> models(const ModelFolders& folders) {
    auto found = find_models(folders, is_model);
    for (SpeechModel& model : found) {
        const auto header = read_header(model.path);
        model.language = header && header->english_only() ? "en" : "";
    }
    return found;
}

Result<std::unique_ptr<Recognizer>> open(const RecognizerSpec& spec, const Path& path, const ModelFolders& folders) {
    const auto header = read_header(path);
    if (!header) {
        return fail(ErrorCode::damaged, path.string() +
                                            ": no model of whisper.cpp, which is a ggml file such as "
                                            "ggml-base.en.bin; name another with --model");
    }
    if (header->english_only() && !spec.language.empty() && spec.language != "en") {
        return fail(ErrorCode::unsupported, path.string() +
                                                ": understands English only; take a model without .en in its "
                                                "name for language '" +
                                                spec.language + "'");
    }
    if (!is_whole(path, *header)) {
        return fail(ErrorCode::damaged, path.string() + ": is cut off; get the file again");
    }
    const auto functions = load(spec.library, folders);
    if (!functions) return fail(functions.error());
    functions->log_set(keep_words, nullptr);
    const std::string language = header->english_only() ? "en" : spec.language.empty() ? "auto" : spec.language;
    if (language != "auto" && functions->lang_id(language.c_str()) < 0) {
        return fail(ErrorCode::unsupported, "whisper.cpp knows no language '" + language + "'; give its ISO 639 code");
    }
    const std::unique_ptr<whisper::ContextParams, void (*)(whisper::ContextParams*)> params(
        functions->context_default_params_by_ref(), functions->free_context_params);
    params->use_gpu = spec.provider != "cpu";  // Where its library was built for one.
    (void)take_last_words();
    whisper::Context* context = nullptr;
    std::string thrown;
    try {
        context = functions->init_from_file_with_params(path.c_str(), *params);
    } catch (const std::exception& complaint) {
        thrown = complaint.what();
    }
    if (context == nullptr) {
        const std::string words = thrown.empty() ? take_last_words() : thrown;
        return fail(ErrorCode::damaged, path.string() + ": whisper.cpp cannot load this model" +
                                            (words.empty() ? "" : " (" + words + ")") + "; get the file again");
    }
    return std::make_unique<WhisperRecognizer>(*functions, context, language);
}

}  // namespace

Engine whisper_engine() {
    return {.name = kName,
            .good_for =
                "the best text, punctuation included, in 99 languages, at the end of what is said; wants a fast "
                "processor or a graphics card",
            .model_hint =
                "a whisper.cpp model is a file such as ggml-base.en.bin, published by the project whisper.cpp; "
                "put it into",
            .tasks = {SpeechTask::dictation},
            .computing = Computing::on_provider,
            .version = version,
            .models = models,
            .open = open};
}

}  // namespace attacca::speech
