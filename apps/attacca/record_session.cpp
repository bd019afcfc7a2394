#include "record_session.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "live_text.h"
#include "text.h"

namespace attacca::app {
namespace {

using player::RecorderStatus;
using player::RecordState;

constexpr auto kDrawInterval = std::chrono::milliseconds(66);
constexpr auto kIdleInterval = std::chrono::milliseconds(200);

std::string size_text(std::uint64_t bytes) {
    const double mebibytes = static_cast<double>(bytes) / (1024.0 * 1024.0);
    return mebibytes < 1024.0 ? formatted("%.1f MiB", mebibytes) : formatted("%.2f GiB", mebibytes / 1024.0);
}

std::string kept(const RecorderStatus& status) {
    return formatted("%s: %.1f s, %s", printable(status.output).c_str(), status.recorded_s,
                     size_text(status.bytes).c_str());
}

}  // namespace

std::string take_path(const std::string& output, unsigned take) {
    if (take < 2) return output;
    const std::filesystem::path path(output);
    const auto name = path.stem().string() + "-" + std::to_string(take) + path.extension().string();
    return (path.parent_path() / name).string();
}

std::string record_line(const RecorderStatus& status, std::size_t columns, Charset charset) {
    LiveText text{.head = formatted("%s take %u", status.state == RecordState::paused ? "||" : "* ", status.take),
                  .title = printable(status.output),
                  .position = clock_text(status.recorded_s),
                  .levels = &status.levels,
                  .notes = {peak_text(status.levels), size_text(status.bytes)}};
    if (status.lost_frames > 0) {
        text.notes.insert(text.notes.begin(),
                          formatted("lost %llu frames", static_cast<unsigned long long>(status.lost_frames)));
    }
    if (status.xruns > 0) text.notes.push_back(formatted("xruns %llu", static_cast<unsigned long long>(status.xruns)));
    return compose(text, columns, charset);
}

RecordSession::RecordSession(player::Recorder& recorder, RecordSessionSpec spec, const StopSignal& stop)
    : recorder_(recorder), spec_(std::move(spec)), stop_(stop) {}

ExitStatus RecordSession::run() {
    status_ = recorder_.status();
    if (!spec_.quiet) {
        say(formatted("Recording %s from %s: %.0f Hz, %zu channel%s%s", printable(status_.output).c_str(),
                      printable(status_.device_name).c_str(), status_.sample_rate, status_.channels,
                      status_.channels == 1 ? "" : "s",
                      keyboard_.available() ? ". Keys: space pause, t next take, q stop" : ""));
    }
    while (!quit_ && !stop_.requested()) {
        status_ = recorder_.status();
        if (status_.state == RecordState::finished || status_.state == RecordState::failed) break;
        const bool moving = line_.terminal() && !spec_.quiet;
        if (moving) line_.draw(record_line(status_, terminal_columns(stderr) - 1, charset_));
        for (const auto& key : keyboard_.wait(moving ? kDrawInterval : kIdleInterval, stop_.descriptor())) {
            if (key.kind == KeyKind::character) handle_key(key.character);
        }
    }
    line_.clear();
    return finish();
}

void RecordSession::handle_key(char key) {
    switch (key) {
        case ' ':
            if (status_.state == RecordState::paused) {
                recorder_.resume();
            } else {
                recorder_.pause();
            }
            status_ = recorder_.status();
            break;
        case 't': next_take(); break;
        case 'q': quit_ = true; break;
        default: break;
    }
}

void RecordSession::next_take() {
    const auto path = take_path(spec_.output, status_.take + 1);
    std::error_code ignored;
    if (!spec_.overwrite && std::filesystem::exists(path, ignored)) {
        say("attacca: " + printable(path) + " exists already; the take goes on (--overwrite replaces files)");
        return;
    }
    if (!spec_.quiet) say(kept(recorder_.status()));
    recorder_.next_take();
    status_ = recorder_.status();
}

ExitStatus RecordSession::finish() {
    const auto stopped = recorder_.stop();
    status_ = recorder_.status();
    if (status_.lost_frames > 0) {
        say(formatted("attacca: the disk did not keep up: %llu frames are lost",
                      static_cast<unsigned long long>(status_.lost_frames)));
    }
    const auto failure = status_.failure ? status_.failure
                         : stopped       ? std::nullopt
                                         : std::optional(stopped.error());
    if (failure) {
        fail_with(*failure);
        say("attacca: kept in " + kept(status_));
        return ExitStatus::failed;
    }
    if (!spec_.quiet) say(kept(status_));
    return ExitStatus::done;
}

void RecordSession::say(const std::string& text) {
    line_.clear();
    std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace attacca::app
