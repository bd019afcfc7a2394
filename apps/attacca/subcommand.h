// What every subcommand is: options on the command line, and work to do with them.
#pragma once

#include <functional>
#include <stdexcept>

#include "attacca/base/result.h"

namespace CLI {
class App;
}

namespace attacca::app {

/// What the shell sees.
enum class ExitStatus { done = 0, failed = 1, usage = 2 };

/// Thrown where an option turns out to be wrong only once all are known; `main` adds the usage line.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct Subcommand {
    CLI::App* app = nullptr;
    std::function<ExitStatus()> run;
};

/// Each declares its options with the program and returns what to run once they are parsed.
[[nodiscard]] Subcommand add_play(CLI::App& program);
[[nodiscard]] Subcommand add_render(CLI::App& program);
[[nodiscard]] Subcommand add_record(CLI::App& program);
[[nodiscard]] Subcommand add_devices(CLI::App& program);
[[nodiscard]] Subcommand add_doctor(CLI::App& program);
[[nodiscard]] Subcommand add_spectrum(CLI::App& program);
[[nodiscard]] Subcommand add_mel(CLI::App& program);
[[nodiscard]] Subcommand add_notes(CLI::App& program);
[[nodiscard]] Subcommand add_vad(CLI::App& program);
[[nodiscard]] Subcommand add_transcribe(CLI::App& program);
[[nodiscard]] Subcommand add_tune(CLI::App& program);
[[nodiscard]] Subcommand add_dictate(CLI::App& program);
[[nodiscard]] Subcommand add_generate(CLI::App& program);
[[nodiscard]] Subcommand add_serve(CLI::App& program);
[[nodiscard]] Subcommand add_bench(CLI::App& program);
[[nodiscard]] Subcommand add_models(CLI::App& program);
[[nodiscard]] Subcommand add_studio(CLI::App& program);

/// Prints the error's sentence on standard error; returns ExitStatus::failed.
ExitStatus fail_with(const Error& error);

}  // namespace attacca::app
