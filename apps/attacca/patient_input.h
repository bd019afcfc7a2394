// A microphone that may go and come back.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "attacca/player/live_input.h"

namespace attacca::app {

/// Threads    One at a time, the program's main thread.
class PatientInput {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Say = std::function<void(const std::string& sentence)>;
    using Open = std::function<Result<std::unique_ptr<player::LiveInput>>()>;

    /// `open` is asked now, and each second after the device has gone, until it answers.
    /// Failure: there is none to begin with.
    [[nodiscard]] static Result<PatientInput> open(Open open, Say say);

    /// The device; null while it is gone.
    [[nodiscard]] player::LiveInput* input() const noexcept { return input_.get(); }

    enum class Change { none, lost, found };
    /// Says that the device has gone, and that it is back.
    [[nodiscard]] Change look(Time now);

private:
    PatientInput(Open open, Say say, std::unique_ptr<player::LiveInput> input)
        : open_(std::move(open)), say_(std::move(say)), input_(std::move(input)) {}

    Open open_;
    Say say_;
    std::unique_ptr<player::LiveInput> input_;
    Time next_try_;
};

}  // namespace attacca::app
