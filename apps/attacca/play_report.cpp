#include "play_report.h"

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "attacca/rt/process_usage.h"
#include "histogram_report.h"
#include "live_text.h"
#include "process_report.h"
#include "text.h"

namespace attacca::app {
namespace {

using nlohmann::json;
using player::PlayerEvent;
using player::PlayerStatus;
using player::PlayState;
using player::Switch;

constexpr std::size_t kHistogramRows = 12;

const char* glyph(PlayState state) {
    switch (state) {
        case PlayState::playing:
            return "> ";
        case PlayState::paused:
            return "||";
        case PlayState::ended:
            break;
    }
    return "# ";
}

bool equalizes(const PlayerStatus& status) {
    return !status.signal.equalizer.bands.empty() || status.signal.equalizer.preamp_db != 0.0;
}

std::vector<std::string> notes(const PlayerStatus& status, const PlayLineExtras& extras) {
    std::vector<std::string> notes{peak_text(status.levels)};
    if (extras.clipping) notes.emplace_back("CLIP");
    const auto xruns = status.device_xruns + status.underruns;
    if (xruns > 0) notes.push_back(formatted("xruns %llu", static_cast<unsigned long long>(xruns)));
    if (equalizes(status)) notes.emplace_back(status.equalizer_bypass == Switch::on ? "EQ off" : "EQ");
    if (status.signal.limiter == Switch::on) {
        notes.push_back(formatted("lim %5.1f", static_cast<double>(status.limiter_reduction_db)));
    }
    if (std::abs(status.signal.gain_db) > 0.05) notes.push_back(formatted("vol %+.1f", status.signal.gain_db));
    if (status.signal.speed != 1.0) notes.push_back(formatted("x%.2f", status.signal.speed));
    if (status.repeat != player::Repeat::off)
        notes.emplace_back(status.repeat == player::Repeat::one ? "loop one" : "loop");
    if (status.bit_perfect) notes.emplace_back("bit-perfect");
    return notes;
}

/// Milliseconds from the program's start to the first frame that was not silence.
std::optional<double> first_sound_ms(const PlayerStatus& status) {
    if (!status.first_sound) return std::nullopt;
    return std::chrono::duration<double, std::milli>(*status.first_sound - rt::process_started()).count();
}

const char* event_name(PlayerEvent::Kind kind) {
    switch (kind) {
        case PlayerEvent::Kind::track_started:
            return "track_started";
        case PlayerEvent::Kind::track_skipped:
            return "track_skipped";
        case PlayerEvent::Kind::track_damaged:
            return "track_damaged";
        case PlayerEvent::Kind::seek_refused:
            return "seek_refused";
        case PlayerEvent::Kind::device_lost:
            return "device_lost";
        case PlayerEvent::Kind::device_changed:
            return "device_changed";
        case PlayerEvent::Kind::device_refused:
            return "device_refused";
        case PlayerEvent::Kind::paused_without_device:
            return "paused_without_device";
        case PlayerEvent::Kind::ended:
            break;
    }
    return "ended";
}

json stream_json(const PlayerStatus& status) {
    return {{"device", status.device_id},
            {"device_name", status.device_name},
            {"scheduling", status.scheduling},
            {"sample_rate_hz", status.sample_rate},
            {"channels", status.channels},
            {"block_frames", status.block_frames},
            {"latency_frames", status.latency_frames},
            {"bit_perfect", status.bit_perfect}};
}

/// File names need not be UTF-8, JSON must be.
std::string line_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::string track_title(const PlayerStatus& status) {
    const auto& tags = status.tags;
    if (!tags.title.empty()) return printable(tags.artist.empty() ? tags.title : tags.artist + " - " + tags.title);
    const auto name = std::filesystem::path(status.source).filename().string();
    return printable(name.empty() ? status.source : name);
}

std::string play_line(const PlayerStatus& status, const PlayLineExtras& extras, std::size_t columns, Charset charset) {
    LiveText text{.head = formatted("%s %zu/%zu", glyph(status.state), status.track + 1, status.track_count),
                  .title = extras.notice.empty() ? track_title(status) : std::string(extras.notice),
                  .position = clock_text(status.position_s),
                  .levels = &status.levels,
                  .notes = notes(status, extras)};
    if (status.duration_s) text.position += " / " + clock_text(*status.duration_s);
    return compose(text, columns, charset);
}

std::string play_statistics(const PlayerStatus& status) {
    std::string text = formatted(
        "device              %s (%s), %.0f Hz, %zu channels, blocks of %zu frames, latency %zu frames\n"
        "callback thread     %s\n"
        "callbacks           %llu, xruns %llu, times the decoder was late %llu\n"
        "time in callback    %s\n"
        "callback interval   %s\n",
        status.device_name.c_str(), status.device_id.c_str(), status.sample_rate, status.channels, status.block_frames,
        status.latency_frames, status.scheduling.c_str(), static_cast<unsigned long long>(status.callbacks),
        static_cast<unsigned long long>(status.device_xruns), static_cast<unsigned long long>(status.underruns),
        percentiles_text(status.callback_durations).c_str(), percentiles_text(status.callback_intervals).c_str());
    text += histogram_text(status.callback_intervals, kHistogramRows);
    if (status.equalizer_recoveries > 0) {
        text += formatted("equalizer           cleared of NaN or infinity %llu times\n",
                          static_cast<unsigned long long>(status.equalizer_recoveries));
    }
    if (const auto first = first_sound_ms(status)) {
        text += formatted("first sound         %.1f ms after the program's start\n", *first);
    }
    return text + process_report_text();
}

std::string play_statistics_json(const PlayerStatus& status) {
    json value = stream_json(status);
    value["event"] = "stats";
    value["callbacks"] = status.callbacks;
    value["xruns"] = status.device_xruns;
    value["underruns"] = status.underruns;
    value["clipped_readings"] = status.clipped_readings;
    value["equalizer_recoveries"] = status.equalizer_recoveries;
    value["callback_interval"] = histogram_json(status.callback_intervals);
    value["callback_duration"] = histogram_json(status.callback_durations);
    add_process_report(value);
    if (const auto first = first_sound_ms(status)) value["first_sound_ms"] = *first;
    return line_of(value);
}

std::string trouble_text(std::size_t skipped, std::size_t damaged) {
    const auto tracks = [](std::size_t count) { return formatted("%zu track%s", count, count == 1 ? "" : "s"); };
    std::string text;
    if (skipped > 0) text = tracks(skipped) + " could not be read";
    if (damaged > 0)
        text += (text.empty() ? "" : ", ") + tracks(damaged) + (damaged == 1 ? " was" : " were") + " damaged";
    return text;
}

std::string play_event_json(const PlayerEvent& event) {
    return line_of({{"event", event_name(event.kind)}, {"text", event.text}});
}

std::string play_started_json(const PlayerStatus& status) {
    json value = stream_json(status);
    value["event"] = "started";
    value["tracks"] = status.track_count;
    return line_of(value);
}

}  // namespace attacca::app
