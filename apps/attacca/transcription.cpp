#include "transcription.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace attacca::app {
namespace {

using speech::SpeechEvent;

/// A recording on its way to text.
class Recording {
public:
    Recording(const TranscriptionSpec& spec, TranscriptText text, double first_s, TextOutput output)
        : grammar_(spec.grammar), text_(std::move(text)), first_s_(first_s), output_(std::move(output)) {}

    void begin() { output_.write(text_.head()); }

    void take(const SpeechEvent& event) {
        if (event.kind == SpeechEvent::Kind::begin) begin_s_ = event.time_s;
        if (event.kind != SpeechEvent::Kind::final) return;
        SpokenPassage passage{.begin_s = first_s_ + begin_s_,
                              .end_s = first_s_ + event.time_s,
                              .transcript = event.transcript,
                              .tags = tags_of(event.transcript)};
        for (speech::Word& word : passage.transcript.words) {
            word.begin_s += first_s_;
            word.end_s += first_s_;
        }
        output_.write(text_.passage(passage));
        ++counts_.passages;
        counts_.words += words_in(event.transcript);
        begin_s_ = event.time_s;
        output_.flush();
    }

    [[nodiscard]] bool unheard() const { return output_.unheard(); }

    /// All was read, or reading failed.
    void close(speech::SpeechStream stream, Result<double> heard_s, media::Decoder::Damage damage) {
        stream_ = std::move(stream);
        heard_s_ = std::move(heard_s);
        counts_.damage = std::move(damage);
    }

    /// The crew has told everything.
    Result<TranscriptionCounts> finish() {
        if (!heard_s_) return fail(heard_s_.error());
        if (const Status heard = stream_->status(); !heard) return fail(heard.error());
        output_.write(text_.tail());
        if (auto written = output_.finish(); !written) return fail(written.error());
        counts_.heard_s = *heard_s_;
        return counts_;
    }

private:
    std::vector<std::string> tags_of(const speech::Transcript& transcript) const {
        if (!grammar_) return {};
        std::vector<std::string> words;
        for (const speech::Word& word : transcript.words) words.push_back(word.text);
        const auto match = grammar_->match(words);
        return match ? match->tags : std::vector<std::string>();
    }

    static std::size_t words_in(const speech::Transcript& transcript) {
        if (!transcript.words.empty()) return transcript.words.size();
        return 1 + static_cast<std::size_t>(std::ranges::count(transcript.text, ' '));
    }

    const std::optional<speech::Grammar>& grammar_;
    TranscriptText text_;
    double first_s_;
    TextOutput output_;
    std::optional<speech::SpeechStream> stream_;
    Result<double> heard_s_ = 0.0;
    double begin_s_ = 0.0;
    TranscriptionCounts counts_;
};

/// How many seconds were read.
Result<double> read_all(SoundSection& section, speech::SpeechStream& stream, speech::SpeechCrew& crew,
                        const Recording& recording, const std::function<void(double done_s)>& show,
                        const std::stop_token& stop) {
    const auto& info = section.info();
    double done_s = 0.0;
    while (!recording.unheard()) {
        const auto block = section.read(stop);
        if (!block) return fail(block.error());
        if (block->empty()) break;
        if (auto taken = stream.process({*block, info.channels}); !taken) return fail(taken.error());
        crew.tell();  // Who speaks into a pipe waits for it.
        done_s += static_cast<double>(block->size() / info.channels) / info.sample_rate;
        show(done_s);
    }
    if (auto ended = stream.finish(); !ended) return fail(ended.error());
    return done_s;
}

}  // namespace

void transcribe_section(const TranscriptionSpec& spec, const std::string& name, SoundSection section,
                        speech::SpeechCrew& crew, TextOutput output, const std::function<void(double done_s)>& show,
                        std::function<void(Result<TranscriptionCounts>)> done, const std::stop_token& stop) {
    const auto& info = section.info();
    auto stream_spec = spec.stream;
    stream_spec.detector.sample_rate = info.sample_rate;
    stream_spec.detector.channels = info.channels;
    TranscriptText text(spec.format, {.file = name, .engine = std::string(crew.engine()), .language = spec.language});
    const auto recording = std::make_shared<Recording>(
        spec, std::move(text), static_cast<double>(section.first_frame()) / info.sample_rate, std::move(output));
    // What is told last keeps the recording; a listener that kept it too would keep it for ever, as it has the stream.
    auto stream = speech::SpeechStream::create(stream_spec, crew,
                                               [&its = *recording](const SpeechEvent& event) { its.take(event); });
    if (!stream) {
        return crew.then(
            [done = std::move(done), error = Error{stream.error().code, name + ": " + stream.error().detail}] {
                done(fail(error));
            });
    }
    crew.then([recording] { recording->begin(); });
    auto heard_s = read_all(section, *stream, crew, *recording, show, stop);
    recording->close(*std::move(stream), std::move(heard_s), section.damage());
    crew.then([recording, done = std::move(done)] { done(recording->finish()); });
}

}  // namespace attacca::app
