// A running recorder and the person in front of it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "attacca/player/recorder.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"

namespace attacca::app {

/// The file of a take: "take.wav", "take-2.wav", "take-3.wav", ...
[[nodiscard]] std::string take_path(const std::string& output, unsigned take);

[[nodiscard]] std::string record_line(const player::RecorderStatus& status, std::size_t columns, Charset charset);

struct RecordSessionSpec {
    std::string output;
    bool overwrite = false;
    bool quiet = false;
};

/// Runs until the recorder is done, the user stops it or a signal asks for it.
class RecordSession {
public:
    RecordSession(player::Recorder& recorder, RecordSessionSpec spec, const StopSignal& stop);
    [[nodiscard]] ExitStatus run();

private:
    void handle_key(char key);
    void next_take();
    [[nodiscard]] ExitStatus finish();
    void say(const std::string& text);

    player::Recorder& recorder_;
    RecordSessionSpec spec_;
    const StopSignal& stop_;
    Charset charset_ = terminal_charset();
    Keyboard keyboard_;
    LiveLine line_{stderr};
    player::RecorderStatus status_;
    bool quit_ = false;
};

}  // namespace attacca::app
