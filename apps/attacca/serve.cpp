// attacca serve
#include <poll.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "attacca/service/http_service.h"
#include "chosen_model.h"
#include "model_places.h"
#include "option_values.h"
#include "recognizer_options.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "text.h"
#include "voice_options.h"

namespace attacca::app {
namespace {

struct ServeOptions {
    service::HttpServiceSpec service;
    double idle_s = 30.0;
    std::size_t most_body_mib = 16;
    std::string token_file;
    speech::RecognizerSpec recognizer;
    bool quiet = false;
};

constexpr const char* kHelp = R"(Serves until it is stopped: Ctrl-C lets the requests under way finish.

  GET /             the browser studio: a page that plays, equalizes, hears notes and exports, all on the visitor's machine
  GET /health       {"status": "ok", "version": ...}
  POST /analyze     {"audio_data": base64 of 16-bit samples of one channel, "sample_rate": HZ, "profile": VOICE or none}
                    is answered with {"notes": [{"note", "confidence", "intensity", "cents", "midi", "onset", "offset"}],
                    "sample_rate", "samples_analyzed", "timestamp"}
  GET /last-result  the last such answer again; 204 before there is one
  WebSocket /v1/notes?rate=48000&channels=1&format=i16|f32&a4=HZ|auto&voices=one|several&profile=VOICE
                    takes blocks of samples as binary messages and "end" as text; sends a JSON message for each note that
                    begins or ends

  WebSocket /v1/transcribe?rate=16000&channels=1&format=i16|f32
                    takes the same; sends {"type": "speech", "speaking": true or false, "time"}, {"type": "partial", "text"}
                    and {"type": "final", "text", "begin", "end", "confidence", "words"}; the recognizer is loaded for the
                    first stream and stays. `attacca models` says which there are

What cannot be served is answered with a status from 400 on and {"error": why}; a stream gets {"type": "error", ...}, and
is closed with 1003, or 1009 after a message of more than 1 MiB. 1000 follows "end", 1001 the stop of the service. A ping
is answered when the notes of the blocks before it have been sent.

Pages of other origins may use it from a browser only where --allow-origin says so; a stream that such a page opens is
refused with 403.

Examples:
  attacca serve --http 5000
  attacca serve --http 8080 --address 0.0.0.0 --token-file /etc/attacca/token --threads 4
  attacca serve --studio build/web/studio
  attacca serve --allow-origin https://music.example.org --allow-origin http://localhost:5173
  curl localhost:5000/health)";

/// The first line of a file: a token on the command line could be read by every user of the machine.
Result<std::string> read_token(const std::string& path) {
    std::ifstream file(path);
    std::string token;
    if (!std::getline(file, token) || token.empty()) {
        return fail(ErrorCode::not_found, path + ": expected the token in its first line");
    }
    return token;
}

/// Where an installed program has the page; empty where it has none.
std::string installed_studio() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto folder = program.parent_path().parent_path() / "share/attacca/studio";
    return !error && std::filesystem::exists(folder / "index.html", error) ? folder.string() : std::string();
}

/// As browsers send it: a slash at the end would never be met.
std::string check_origin(const std::string& text) {
    const std::size_t scheme = text.find("://");
    const bool is_one = scheme != std::string::npos && scheme > 0 && scheme + 3 < text.size() &&
                        text.find_first_of("/ ,\r\n", scheme + 3) == std::string::npos;
    if (is_one || text == "*" || text == "null") return {};
    return "'" + text + "' is no origin; expected one like https://example.org or http://localhost:5173, null, or *";
}

ExitStatus serve(ServeOptions options) {
    auto& spec = options.service;
    spec.version = ATTACCA_VERSION;
    spec.idle_limit = std::chrono::milliseconds(static_cast<std::int64_t>(1000.0 * options.idle_s));
    spec.most_body_bytes = options.most_body_mib << 20;
    if (!options.token_file.empty()) {
        auto token = read_token(options.token_file);
        if (!token) return fail_with(token.error());
        spec.bearer_token = *std::move(token);
    }
    if (spec.studio_folder.empty()) spec.studio_folder = installed_studio();
    auto detector = VoiceOptions().load();
    if (!detector) return fail_with(detector.error());
    spec.transcription.stream.detector.model = *std::move(detector);
    options.recognizer.effort = speech::Effort::prompt;
    spec.transcription.open = [recognizer = options.recognizer] {
        return open_chosen_recognizer(recognizer, model_folders());
    };
    const StopSignal stop;
    const auto service = service::HttpService::start(spec);
    if (!service) return fail_with(service.error());
    const bool is_v6 = spec.address.find(':') != std::string::npos;
    std::printf("http://%s%s%s:%u\n", is_v6 ? "[" : "", spec.address.c_str(), is_v6 ? "]" : "", (*service)->port());
    std::fflush(stdout);
    pollfd stopped{stop.descriptor(), POLLIN, 0};
    while (!stop.requested()) ::poll(&stopped, 1, -1);
    if (!options.quiet) {
        const auto counts = (*service)->counts();
        std::fprintf(stderr, "attacca: stopping; %llu requests, %llu blocks of streams, %llu refused\n",
                     static_cast<unsigned long long>(counts.requests), static_cast<unsigned long long>(counts.blocks),
                     static_cast<unsigned long long>(counts.refused));
    }
    return ExitStatus::done;
}

}  // namespace

Subcommand add_serve(CLI::App& program) {
    auto options = std::make_shared<ServeOptions>();
    auto& spec = options->service;
    spec.threads = std::max(1U, std::thread::hardware_concurrency());
    const CLI::Validator origin(check_origin, "");
    auto& app = *program.add_subcommand(
        "serve", "Serve the browser studio, and the notes and the words of what clients send, over HTTP and WebSocket");
    app.footer(kHelp);
    app.add_option("--http", spec.port, "Listen on this port; 0 takes one that is free (default: 5000)")
        ->type_name("PORT");
    app.add_option("--address", spec.address, "Listen on this address (default: 127.0.0.1, this machine alone)")
        ->type_name("IP");
    app.add_option("--threads", spec.threads, "So many serve (default: one for each core)")
        ->type_name("N")
        ->check(CLI::Range(1, 256));
    app.add_option("--sessions", spec.most_sessions, "Connections at a time (default: 256)")
        ->type_name("N")
        ->check(CLI::Range(1, 100'000));
    app.add_option("--body-limit", options->most_body_mib, "Of a request (default: 16)")
        ->type_name("MIB")
        ->check(CLI::Range(1, 1024));
    app.add_option("--idle", options->idle_s, "Leave a client that is silent for so long (default: 30)")
        ->type_name("SECONDS")
        ->check(within(0.1, 86'400.0));
    app.add_option("--token-file", options->token_file,
                   "Serve those only who have the bearer token in this file's first line")
        ->type_name("FILE");
    app.add_option("--allow-origin", spec.allowed_origins,
                   "Let pages of this origin use it from a browser, \"*\" of any; may be given again")
        ->type_name("ORIGIN")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->check(origin);
    app.add_option("--transcripts", spec.transcription.most_streams,
                   "Streams of /v1/transcribe at a time, each with a recognizer in memory (default: 2)")
        ->type_name("N")
        ->check(CLI::Range(1, 256));
    add_recognizer_options(app, options->recognizer);
    app.add_option("--studio", spec.studio_folder,
                   "Serve the browser studio from this folder (default: the installed one)")
        ->type_name("DIR")
        ->check(CLI::ExistingDirectory);
    app.add_flag("--quiet", options->quiet, "Print the address and problems only");
    return {&app, [options, token_file = app.get_option("--token-file")] {
                // A script's variable that is not set must not take the token away.
                if (token_file->count() > 0 && options->token_file.empty()) {
                    throw UsageError("--token-file: expected the name of a file");
                }
                return serve(*options);
            }};
}

}  // namespace attacca::app
