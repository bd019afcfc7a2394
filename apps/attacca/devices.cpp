// attacca devices
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "attacca/device/device.h"
#include "subcommand.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr const char* kHelp = R"(--device takes an id, a part of a name that only one device has, or a backend's name.

Examples:
  attacca devices
  attacca devices --json)";

constexpr std::size_t kWidestId = 40;

std::string rate_text(double sample_rate) { return sample_rate > 0.0 ? formatted("%.0f", sample_rate) : "any"; }

std::string default_text(const device::DeviceInfo& info) {
    if (info.default_output && info.default_input) return "output, input";
    return info.default_output ? "output" : info.default_input ? "input" : "";
}

void print_table(const std::vector<device::DeviceInfo>& devices, const std::vector<device::BackendState>& backends) {
    std::size_t width = 6;
    for (const auto& info : devices) width = std::min(kWidestId, std::max(width, display_width(info.id)));
    const int columns = static_cast<int>(width);
    std::printf("%-*s  %3s  %3s  %6s  %-13s  %s\n", columns, "ID", "out", "in", "Hz", "default", "name");
    for (const auto& info : devices) {
        std::printf("%-*s  %3zu  %3zu  %6s  %-13s  %s\n", columns, printable(info.id).c_str(), info.output_channels,
                    info.input_channels, rate_text(info.sample_rate).c_str(), default_text(info).c_str(),
                    printable(info.name).c_str());
    }
    for (const auto& backend : backends) {
        if (!backend.answers) {
            std::printf("%s does not answer: %s\n", backend.name.c_str(), printable(backend.detail).c_str());
        }
    }
}

void print_json(const std::vector<device::DeviceInfo>& devices, const std::vector<device::BackendState>& backends) {
    nlohmann::json value{{"devices", nlohmann::json::array()}, {"backends", nlohmann::json::array()}};
    for (const auto& info : devices) {
        value["devices"].push_back({{"id", info.id},
                                    {"name", info.name},
                                    {"backend", info.backend},
                                    {"output_channels", info.output_channels},
                                    {"input_channels", info.input_channels},
                                    {"sample_rate_hz", info.sample_rate},
                                    {"default_output", info.default_output},
                                    {"default_input", info.default_input}});
    }
    for (const auto& backend : backends) {
        value["backends"].push_back(
            {{"name", backend.name}, {"answers", backend.answers}, {"detail", backend.detail}});
    }
    std::printf("%s\n", value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

Subcommand add_devices(CLI::App& program) {
    auto json = std::make_shared<bool>(false);
    auto& app = *program.add_subcommand("devices", "List the sound devices, and the backends that do not answer");
    app.footer(kHelp);
    app.add_flag("--json", *json, "Print JSON");
    return {&app, [json] {
                (*json ? print_json : print_table)(device::list_devices(), device::list_backends());
                return ExitStatus::done;
            }};
}

}  // namespace attacca::app
