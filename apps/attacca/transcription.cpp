#include "transcription.h"

#include <algorithm>
#include <utility>

namespace attacca::app {
namespace {

using speech::SpeechEvent;

/// Passages out of events.
class PassageWriter {
public:
    PassageWriter(const TranscriptionSpec& spec, TranscriptText text, double first_s, TextOutput& output)
        : spec_(spec), text_(std::move(text)), first_s_(first_s), output_(output) {
        output_.write(text_.head());
    }

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
    }

    TranscriptionCounts finish(double heard_s) {
        output_.write(text_.tail());
        counts_.heard_s = heard_s;
        return counts_;
    }

private:
    std::vector<std::string> tags_of(const speech::Transcript& transcript) const {
        if (!spec_.grammar) return {};
        std::vector<std::string> words;
        for (const speech::Word& word : transcript.words) words.push_back(word.text);
        const auto match = spec_.grammar->match(words);
        return match ? match->tags : std::vector<std::string>();
    }

    static std::size_t words_in(const speech::Transcript& transcript) {
        if (!transcript.words.empty()) return transcript.words.size();
        return 1 + static_cast<std::size_t>(std::ranges::count(transcript.text, ' '));
    }

    const TranscriptionSpec& spec_;
    TranscriptText text_;
    double first_s_;
    TextOutput& output_;
    double begin_s_ = 0.0;
    TranscriptionCounts counts_;
};

}  // namespace

Result<TranscriptionCounts> transcribe_section(const TranscriptionSpec& spec, const std::string& name,
                                               SoundSection& section, std::shared_ptr<speech::Recognizer> recognizer,
                                               TextOutput& output, const std::function<void(double done_s)>& show,
                                               const std::stop_token& stop) {
    const auto& info = section.info();
    const double rate = info.sample_rate;
    auto stream_spec = spec.stream;
    stream_spec.detector.sample_rate = rate;
    stream_spec.detector.channels = info.channels;
    stream_spec.partial_s = 0.0;
    TranscriptText text(spec.format,
                        {.file = name, .engine = std::string(recognizer->engine()), .language = spec.language});
    PassageWriter writer(spec, std::move(text), static_cast<double>(section.first_frame()) / rate, output);
    auto stream = speech::SpeechStream::create(stream_spec, std::move(recognizer),
                                               [&writer](const SpeechEvent& event) { writer.take(event); });
    if (!stream) return fail(stream.error().code, name + ": " + stream.error().detail);
    double done_s = 0.0;
    while (!output.unheard()) {
        const auto block = section.read(stop);
        if (!block) return fail(block.error());
        if (block->empty()) break;
        if (auto taken = stream->process({*block, info.channels}); !taken) return fail(taken.error());
        output.flush();
        done_s += static_cast<double>(block->size() / info.channels) / rate;
        show(done_s);
    }
    if (auto ended = stream->finish(); !ended) return fail(ended.error());
    return writer.finish(done_s);
}

}  // namespace attacca::app
