#include "transcript_text.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "subtitle_cues.h"
#include "text.h"

namespace attacca::app {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

double rounded(double value) { return std::round(value * 1000.0) / 1000.0; }

/// WebVTT knows tags and character references.
std::string escaped(const std::string& line) {
    std::string all;
    for (const char c : line) {
        switch (c) {
            case '&':
                all += "&amp;";
                break;
            case '<':
                all += "&lt;";
                break;
            case '>':
                all += "&gt;";
                break;
            default:
                all += c;
        }
    }
    return all;
}

}  // namespace

std::string subtitle_time(double seconds, char point) {
    const auto all_ms = static_cast<long long>(std::llround(std::max(seconds, 0.0) * 1000.0));
    return formatted("%02lld:%02lld:%02lld%c%03lld", all_ms / 3600000, all_ms / 60000 % 60, all_ms / 1000 % 60, point,
                     all_ms % 1000);
}

std::string TranscriptText::head() const {
    switch (format_) {
        case TranscriptFormat::vtt:
            return "WEBVTT\n\n";
        case TranscriptFormat::json:
            return "{\"file\":" + dumped(source_.file) + ",\"engine\":" + dumped(source_.engine) +
                   ",\"language\":" + dumped(source_.language) + ",\"passages\":[";
        default:
            return "";
    }
}

std::string TranscriptText::passage(const SpokenPassage& passage) {
    switch (format_) {
        case TranscriptFormat::txt:
            return passage.transcript.text + "\n";
        case TranscriptFormat::json:
            return json(passage);
        default:
            return cues(passage);
    }
}

std::string TranscriptText::tail() const {
    if (format_ != TranscriptFormat::json) return "";
    return passages_ == 0 ? "]}\n" : "\n]}\n";
}

std::string TranscriptText::cues(const SpokenPassage& passage) {
    const bool web = format_ == TranscriptFormat::vtt;
    const char point = web ? '.' : ',';
    std::string all;
    for (const SubtitleCue& cue : subtitle_cues(passage.transcript, passage.begin_s, passage.end_s)) {
        if (!web) all += std::to_string(++cues_) + "\n";
        all += subtitle_time(cue.begin_s, point) + " --> " + subtitle_time(cue.end_s, point) + "\n";
        for (const std::string& line : cue.lines) all += (web ? escaped(line) : line) + "\n";
        all += "\n";
    }
    return all;
}

std::string TranscriptText::json(const SpokenPassage& passage) {
    Json value{{"start_s", rounded(passage.begin_s)},
               {"end_s", rounded(passage.end_s)},
               {"text", passage.transcript.text},
               {"confidence", rounded(passage.transcript.confidence)}};
    if (!passage.tags.empty()) value["tags"] = passage.tags;
    value["words"] = Json::array();
    for (const speech::Word& word : passage.transcript.words) {
        value["words"].push_back({{"text", word.text},
                                  {"start_s", rounded(word.begin_s)},
                                  {"end_s", rounded(word.end_s)},
                                  {"confidence", rounded(word.confidence)}});
    }
    return (passages_++ == 0 ? "\n" : ",\n") + dumped(value);
}

}  // namespace attacca::app
