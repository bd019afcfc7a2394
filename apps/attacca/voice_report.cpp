#include "voice_report.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "text.h"

namespace attacca::app {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double steps) { return std::round(value * steps) / steps; }
double time_value(double seconds) { return rounded(seconds, 1e4); }

Json times_of(const SpokenSegment& segment) {
    return {{"start_s", time_value(segment.start_s)},
            {"end_s", time_value(segment.end_s)},
            {"decided_s", time_value(segment.decided_s)}};
}

std::string line_of(Json value, const SpokenSegment& segment) {
    if (!segment.file.empty()) value["file"] = segment.file;
    return value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string segment_csv(const SpokenSegment& segment) {
    return formatted("%.4f,%.4f,%.4f\n", segment.start_s, segment.end_s, segment.decided_s);
}

std::string segment_json(const SpokenSegment& segment) { return line_of(times_of(segment), segment); }

std::string probability_csv(double time_s, float probability) {
    return formatted("%.4f,%.6f\n", time_s, static_cast<double>(probability));
}

std::string probability_json(double time_s, float probability) {
    return Json{{"time_s", time_value(time_s)}, {"probability", rounded(static_cast<double>(probability), 1e6)}}
               .dump() +
           "\n";
}

std::string begin_text(const SpokenSegment& segment) { return formatted("%9.3f s  speech begins\n", segment.start_s); }

std::string begin_json(const SpokenSegment& segment) {
    return Json{{"event", "begin"},
                {"start_s", time_value(segment.start_s)},
                {"decided_s", time_value(segment.decided_s)}}
               .dump() +
           "\n";
}

std::string end_text(const SpokenSegment& segment) {
    return formatted("%9.3f s  speech ends, lasted %.3f s%s%s\n", segment.end_s, segment.end_s - segment.start_s,
                     segment.file.empty() ? "" : ": ", printable(segment.file).c_str());
}

std::string end_json(const SpokenSegment& segment) {
    Json value{{"event", "end"}};
    value.update(times_of(segment));
    return line_of(std::move(value), segment);
}

}  // namespace attacca::app
