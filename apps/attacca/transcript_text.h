// What was said, as the text of a file: plain, subtitles, or JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "attacca/speech/recognizer.h"

namespace attacca::app {

enum class TranscriptFormat { txt, srt, vtt, json };

/// What was said between two pauses.
struct SpokenPassage {
    double begin_s = 0.0;
    double end_s = 0.0;
    speech::Transcript transcript;
    std::vector<std::string> tags;  ///< Of a command, as its grammar has them.
};

/// Passage by passage, so that long recordings need no memory: head, passages, tail.
class TranscriptText {
public:
    struct Source {
        std::string file;
        std::string engine;
        std::string language;
    };

    TranscriptText(TranscriptFormat format, Source source) : format_(format), source_(std::move(source)) {}

    [[nodiscard]] std::string head() const;
    [[nodiscard]] std::string passage(const SpokenPassage& passage);
    [[nodiscard]] std::string tail() const;

private:
    [[nodiscard]] std::string cues(const SpokenPassage& passage);
    [[nodiscard]] std::string json(const SpokenPassage& passage);

    TranscriptFormat format_;
    Source source_;
    std::size_t passages_ = 0;
    std::size_t cues_ = 0;
};

/// "00:01:02,345" with a comma, as SubRip has it, or with WebVTT's point.
[[nodiscard]] std::string subtitle_time(double seconds, char point);

}  // namespace attacca::app
