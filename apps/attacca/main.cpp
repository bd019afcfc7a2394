// The program: finds the subcommand, and catches what nobody else did.
#include <poll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "attacca/rt/process_usage.h"
#include "loop_argument.h"
#include "subcommand.h"
#include "usage.h"

namespace {

using namespace attacca::app;

int status(ExitStatus exit) { return static_cast<int>(exit); }

ExitStatus run(CLI::App& program, std::vector<std::string> arguments) {
    program.set_version_flag("--version", "attacca " ATTACCA_VERSION);
    program.require_subcommand(0, 1);
    program.get_formatter()->column_width(34);
    program.footer("attacca SUBCOMMAND --help shows a subcommand's options, with examples.");
    const std::array subcommands{add_play(program),       add_render(program),  add_record(program),
                                 add_devices(program),    add_doctor(program),  add_spectrum(program),
                                 add_notes(program),      add_tune(program),    add_vad(program),
                                 add_transcribe(program), add_dictate(program), add_mel(program),
                                 add_generate(program),   add_serve(program),   add_bench(program),
                                 add_studio(program),     add_models(program)};
    try {
        std::reverse(arguments.begin(), arguments.end());  // As CLI11 wants them.
        program.parse(std::move(arguments));
        for (const auto& subcommand : subcommands) {
            if (subcommand.app->parsed()) return subcommand.run();
        }
        std::fputs(program.help().c_str(), stderr);
        return ExitStatus::usage;
    } catch (const CLI::Success& asked) {
        program.exit(asked);
        return ExitStatus::done;
    } catch (const CLI::ParseError& error) {
        std::fputs(explain_usage(program, error).c_str(), stderr);
    } catch (const UsageError& error) {
        std::fputs(explain_usage(program, error.what()).c_str(), stderr);
    }
    return ExitStatus::usage;
}

/// Says what could not be printed; a reader that has gone wanted no more.
ExitStatus after_printing(ExitStatus exit) {
    errno = 0;
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit;
    const int reason = errno;
    pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
    if (reason == EPIPE || (poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0)) return exit;
    const std::string why = reason != 0 ? std::string(": ") + std::strerror(reason) : "; is the disk full?";
    std::fprintf(stderr, "attacca: standard output: cannot be written%s\n", why.c_str());
    return exit == ExitStatus::done ? ExitStatus::failed : exit;
}

}  // namespace

int main(int argc, char** argv) {
    (void)attacca::rt::process_started();
    std::setlocale(LC_CTYPE, "");
    std::signal(SIGPIPE, SIG_IGN);  // A reader that has gone is an error of write, not the end of the process.
#ifdef SIGXFSZ
    std::signal(SIGXFSZ, SIG_IGN);  // So is a limit on the size of files: it must not leave a half-written one.
#endif
    try {
        CLI::App program{"Attacca plays, renders, records and measures sound, and the audio path never waits.",
                         "attacca"};
        return status(after_printing(run(program, with_loop_values({argv + 1, argv + argc}))));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "attacca: %s\n", error.what());
        return status(ExitStatus::failed);
    }
}
