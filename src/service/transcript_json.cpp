#include "service/transcript_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace attacca::service {
namespace {

double rounded(double value) { return std::round(value * 1000.0) / 1000.0; }

nlohmann::ordered_json json_of(const speech::SpeechEvent& event) {
    using Kind = speech::SpeechEvent::Kind;
    const auto& said = event.transcript;
    const double time = rounded(event.time_s);
    switch (event.kind) {
        case Kind::begin:
            return {{"type", "speech"}, {"speaking", true}, {"time", time}};
        case Kind::end:
            return {{"type", "speech"}, {"speaking", false}, {"time", time}};
        case Kind::partial:
            return {{"type", "partial"}, {"text", said.text}, {"time", time}};
        case Kind::lost:
            return {{"type", "lost"}, {"seconds", rounded(event.lost_s)}, {"time", time}};
        case Kind::final:
            break;
    }
    nlohmann::ordered_json words = nlohmann::ordered_json::array();
    for (const auto& word : said.words) {
        words.push_back({{"text", word.text},
                         {"begin", rounded(word.begin_s)},
                         {"end", rounded(word.end_s)},
                         {"confidence", rounded(static_cast<double>(word.confidence))}});
    }
    return {{"type", "final"},
            {"text", said.text},
            {"begin", said.words.empty() ? time : rounded(said.words.front().begin_s)},
            {"end", said.words.empty() ? time : rounded(said.words.back().end_s)},
            {"confidence", rounded(static_cast<double>(said.confidence))},
            {"words", std::move(words)}};
}

}  // namespace

void append_event(std::string& lines, const speech::SpeechEvent& event) {
    lines += json_of(event).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    lines += '\n';
}

}  // namespace attacca::service
