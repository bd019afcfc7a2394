#include "subtitle_cues.h"

#include <algorithm>
#include <sstream>

#include "text.h"

namespace attacca::app {
namespace {

constexpr std::size_t kLineColumns = 42;
constexpr std::size_t kCueColumns = 2 * kLineColumns;
constexpr double kLongestCue_s = 7.0;
constexpr double kShortestCue_s = 0.3;

/// Words with times, made up from the text's length where there are none.
std::vector<speech::Word> timed_words(const speech::Transcript& transcript, double begin_s, double end_s) {
    if (!transcript.words.empty()) return transcript.words;
    std::vector<speech::Word> words;
    std::istringstream stream(transcript.text);
    std::size_t all = 0;
    for (std::string text; stream >> text;) {
        all += text.size() + 1;
        words.push_back({.text = std::move(text)});
    }
    std::size_t passed = 0;
    for (speech::Word& word : words) {
        const auto time_of = [&](std::size_t letters) {
            return begin_s + (end_s - begin_s) * static_cast<double>(letters) / static_cast<double>(all);
        };
        word.begin_s = time_of(passed);
        passed += word.text.size() + 1;
        word.end_s = time_of(passed);
    }
    return words;
}

/// Breaks where both lines come out alike.
std::vector<std::string> in_lines(const std::string& text) {
    if (display_width(text) <= kLineColumns) return {text};
    std::size_t best = std::string::npos;
    for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1)) {
        const auto uneven = [&](std::size_t place) {
            return place > text.size() / 2 ? place - text.size() / 2 : text.size() / 2 - place;
        };
        if (best == std::string::npos || uneven(at) < uneven(best)) best = at;
    }
    if (best == std::string::npos) return {text};
    return {text.substr(0, best), text.substr(best + 1)};
}

}  // namespace

std::vector<SubtitleCue> subtitle_cues(const speech::Transcript& transcript, double begin_s, double end_s) {
    std::vector<SubtitleCue> cues;
    std::string text;
    SubtitleCue cue;
    const auto finish = [&] {
        if (text.empty()) return;
        cue.lines = in_lines(text);
        cue.end_s = std::max(cue.end_s, cue.begin_s + kShortestCue_s);
        cues.push_back(cue);
        text.clear();
    };
    for (const speech::Word& word : timed_words(transcript, begin_s, end_s)) {
        const bool full = display_width(text) + 1 + display_width(word.text) > kCueColumns ||
                          word.end_s - cue.begin_s > kLongestCue_s;
        if (!text.empty() && full) finish();
        if (text.empty()) cue = {.begin_s = word.begin_s, .end_s = word.end_s, .lines = {}};
        text += (text.empty() ? "" : " ") + word.text;
        cue.end_s = word.end_s;
    }
    finish();
    // A short cue that is shown longer must not cover the next.
    for (std::size_t i = 1; i < cues.size(); ++i) {
        cues[i - 1].end_s = std::min(cues[i - 1].end_s, std::max(cues[i].begin_s, cues[i - 1].begin_s));
    }
    return cues;
}

}  // namespace attacca::app
