#include "speech/engine.h"
#include "speech/pocketsphinx_model.h"

#ifdef ATTACCA_HAS_POCKETSPHINX

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "speech/pocketsphinx_cepstra.h"
#include "speech/pocketsphinx_files.h"
#include "speech/pocketsphinx_search.h"

namespace attacca::speech {
namespace {

using Library = PocketSphinxLibrary;

constexpr const char* kEngine = "pocketsphinx";
constexpr double kFrame_s = 0.01;

/// A decoder and what feeds it.
class PocketSphinx final : public Recognizer {
public:
    PocketSphinx(const Library& library, ps_decoder_t* decoder, const PocketSphinxCepstra::Spec& cepstra)
        : library_(library), decoder_(decoder), cepstra_(library, library.ps_get_config(decoder), cepstra) {}
    ~PocketSphinx() override { library_.ps_free(decoder_); }

    std::string_view engine() const noexcept override { return kEngine; }
    bool works() const noexcept { return cepstra_.works(); }
    bool may_be_many() const noexcept override { return true; }

    void forget_voice() override { cepstra_.forget(); }

    Status begin() override {
        return guarded([&] {
            if (running_) library_.ps_end_utt(decoder_);
            running_ = library_.ps_start_utt(decoder_) >= 0;
            cepstra_.begin();
            return running_;
        });
    }

    Status take(std::span<const float> samples) override {
        return guarded([&] {
            cepstra_.take(samples, [&](std::span<float> frame) { search(frame); });
            return true;
        });
    }

    Transcript partial() override {
        Transcript transcript;
        (void)guarded([&] {
            int32 score = 0;
            const char* text = library_.ps_get_hyp(decoder_, &score);
            if (text != nullptr && std::string_view(text).find(kOtherSoundMark) == std::string_view::npos)
                transcript.text = text;
            return true;
        });
        return transcript;
    }

    Result<Transcript> end() override {
        Transcript transcript;
        const Status ended = guarded([&] {
            cepstra_.end([&](std::span<float> frame) { search(frame); });
            running_ = false;
            if (library_.ps_end_utt(decoder_) < 0) return false;
            transcript = found();
            return true;
        });
        if (!ended) return fail(ended.error());
        if (transcript.words.empty()) cepstra_.forget_last();
        return transcript;
    }

private:
    template <class Action>
    Status guarded(const Action& action) {
        std::string message;
        try {
            if (action()) return {};
            message = Library::last_complaint();
        } catch (const PocketSphinxFailure& failure) {
            message = failure.message;
        }
        return fail(ErrorCode::system, "pocketsphinx cannot go on: " + message + "; open the recognizer again");
    }

    void search(std::span<float> frame) {
        float* row = frame.data();
        library_.ps_process_cep(decoder_, &row, 1, FALSE, FALSE);
    }

    Transcript found() {
        Transcript transcript;
        double sum = 0.0;
        for (ps_seg_t* segment = library_.ps_seg_iter(decoder_); segment != nullptr;
             segment = library_.ps_seg_next(segment)) {
            std::string text = library_.ps_seg_word(segment);
            // Silence, noises, where an utterance begins and ends, "(NULL)" where a grammar's optional words are left
            // out, and other sounds.
            if (text.empty() || std::string_view("<[(").find(text.front()) != std::string_view::npos ||
                text.front() == kOtherSoundMark || text.starts_with("++")) {
                continue;
            }
            // Another way to speak it.
            if (const auto bracket = text.find('('); bracket != std::string::npos && bracket > 0) text.erase(bracket);
            int first = 0;
            int last = 0;
            library_.ps_seg_frames(segment, &first, &last);
            int32 acoustic = 0;
            int32 language = 0;
            int32 backoff = 0;
            const int32 posterior = library_.ps_seg_prob(segment, &acoustic, &language, &backoff);
            const double confidence = library_.logmath_exp(library_.ps_get_logmath(decoder_), posterior);
            transcript.words.push_back({.text = std::move(text),
                                        .begin_s = first * kFrame_s,
                                        .end_s = (last + 1) * kFrame_s,
                                        .confidence = static_cast<float>(std::clamp(confidence, 0.0, 1.0))});
            sum += transcript.words.back().confidence;
        }
        for (const Word& word : transcript.words) transcript.text += (transcript.text.empty() ? "" : " ") + word.text;
        if (!transcript.words.empty()) {
            transcript.confidence = static_cast<float>(sum / static_cast<double>(transcript.words.size()));
        }
        return transcript;
    }

    const Library& library_;
    ps_decoder_t* decoder_;
    PocketSphinxCepstra cepstra_;
    bool running_ = false;
};

/// What every task asks for, and the task's own.
std::vector<std::string> arguments_for(const RecognizerSpec& spec, const PocketSphinxModel& model) {
    // Left to itself the library leaves out silence without telling, and the words' times are wrong.
    std::vector<std::string> all = {kEngine, "-hmm", model.acoustic.string(), "-remove_silence", "no"};
    const auto add = [&](std::initializer_list<std::string> more) { all.insert(all.end(), more); };
    if (spec.task == SpeechTask::dictation) {
        add({"-dict", model.dictionary.string(), "-lm", model.language_model.string()});
        // Bounds that leave out what is next to never the best.
        add({"-maxhmmpf", "10000", "-maxwpf", "20"});
        if (spec.effort == Effort::prompt) {
            // The second pass is what a speaker waits for.
            add({"-fwdflat", "no"});
        } else {
            // What people say is less like the model's texts than its own weights for them take it to be; that takes
            // longer.
            add({"-lw", "5.5", "-fwdflatlw", "7"});
        }
    } else {
        // Only the words in question are added: the whole dictionary would take 20 MB.
        add({"-dict", "/dev/null"});
        // So few sentences can be compared whole; narrower beams lose the one that was said when it was said unclearly.
        add({"-beam", "1e-100", "-pbeam", "1e-100", "-wbeam", "1e-80"});
    }
    return all;
}

/// How long the mean of a voice is awaited.
PocketSphinxCepstra::Spec cepstra_for(const RecognizerSpec& spec) {
    if (spec.task != SpeechTask::dictation) return {.held_frames = 60, .assumed_frames = 20.0};
    if (spec.effort == Effort::prompt) return {.held_frames = 30, .assumed_frames = 40.0};
    return {.held_frames = 60 * 100, .assumed_frames = 20.0};  // All of it: nobody waits.
}

Result<ps_decoder_t*> make_decoder(const Library& library, const RecognizerSpec& spec, const PocketSphinxModel& model,
                                   const std::filesystem::path& folder) {
    std::vector<std::string> arguments = arguments_for(spec, model);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    std::string message;
    try {
        cmd_ln_t* configuration = library.cmd_ln_parse_r(nullptr, library.ps_args(),
                                                         static_cast<int32>(pointers.size()), pointers.data(), FALSE);
        if (configuration != nullptr) {
            ps_decoder_t* decoder = library.ps_init(configuration);
            library.cmd_ln_free_r(configuration);
            if (decoder != nullptr) {
                // PocketSphinxCepstra does it. The model's own settings would win over an argument.
                library.ps_get_feat(decoder)->cmn = CMN_NONE;
                return decoder;
            }
        }
        message = Library::last_complaint();
    } catch (const PocketSphinxFailure& failure) {
        message = failure.message;
    }
    return fail(ErrorCode::damaged, folder.string() + ": pocketsphinx cannot read this model: " + message +
                                        "; put a whole copy of it in its place");
}

Status check(const PocketSphinxModel& model, SpeechTask task) {
    if (Status whole = check_model_definition(model.acoustic / "mdef"); !whole) return whole;
    const std::filesystem::path weights = model.acoustic / "sendump";
    std::error_code error;
    // Models may have their weights in another file, which the library checks.
    if (std::filesystem::exists(weights, error)) {
        if (Status whole = check_mixture_weights(weights); !whole) return whole;
    }
    return task == SpeechTask::dictation ? check_language_model(model.language_model) : Status();
}

Result<std::unique_ptr<Recognizer>> open(const RecognizerSpec& spec, const std::filesystem::path& folder,
                                         const ModelFolders&) {
    const auto library = Library::load();
    if (!library) return fail(library.error());
    const auto model = PocketSphinxModel::in(folder);
    if (!model) return fail(model.error());
    if (spec.task == SpeechTask::dictation && model->language_model.empty()) {
        return fail(ErrorCode::unsupported, folder.string() +
                                                ": this model has no language model, a file that ends in .lm.bin or "
                                                ".lm, and can hear commands only; put one beside its dictionary");
    }
    if (const Status whole = check(*model, spec.task); !whole) return fail(whole.error());
    const auto decoder = make_decoder(**library, spec, *model, folder);
    if (!decoder) return fail(decoder.error());
    auto recognizer = std::make_unique<PocketSphinx>(**library, *decoder, cepstra_for(spec));
    if (!recognizer->works()) return fail(ErrorCode::damaged, folder.string() + ": " + Library::last_complaint());
    if (const Status limited = search_for_task(**library, *decoder, spec, *model); !limited)
        return fail(limited.error());
    return std::unique_ptr<Recognizer>(std::move(recognizer));
}

Result<std::string> version(const ModelFolders&) {
    const auto library = Library::load();
    if (!library) return fail(library.error());
    return std::string("5prealpha");  // The only one that is loaded.
}

}  // namespace
}  // namespace attacca::speech

#else

namespace attacca::speech {
namespace {

Result<std::string> version(const ModelFolders&) {
    return fail(ErrorCode::unavailable,
                "this build is without pocketsphinx; build it again where libpocketsphinx-dev is installed "
                "(scripts/install_packages build)");
}

Result<std::unique_ptr<Recognizer>> open(const RecognizerSpec&, const std::filesystem::path&,
                                         const ModelFolders& folders) {
    return fail(version(folders).error());
}

}  // namespace
}  // namespace attacca::speech

#endif

namespace attacca::speech {

Engine pocketsphinx_engine() {
    return {.name = "pocketsphinx",
            .good_for = "commands by a grammar and wake phrases, on any machine; dictation only as a draft",
            .model_hint =
                "a PocketSphinx model is a folder with an acoustic model, a dictionary and a language model "
                "(English: apt install pocketsphinx-en-us); others belong in",
            .tasks = {SpeechTask::dictation, SpeechTask::commands, SpeechTask::wake_phrase},
            .version = version,
            .models = pocketsphinx_models,
            .open = open};
}

}  // namespace attacca::speech
