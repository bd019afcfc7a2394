#include "detector_files.h"

#include <algorithm>
#include <functional>
#include <system_error>

namespace attacca::app {

std::vector<DetectorEntry> list_detectors(const speech::ModelFolders& folders) {
    namespace fs = std::filesystem;
    std::vector<DetectorEntry> detectors;
    for (const fs::path& folder : folders.all()) {
        std::error_code error;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
            const std::string name = entry->path().filename().string();
            const bool known = std::ranges::find(detectors, name, &DetectorEntry::name) != detectors.end();
            const bool silero = name.starts_with("silero_vad") && name.ends_with(".onnx");
            if (silero && !known) detectors.push_back({.name = name, .path = entry->path()});
        }
    }
    // v6, v5, and what has no number.
    std::ranges::sort(detectors, std::ranges::greater{}, &DetectorEntry::name);
    detectors.push_back({.name = "builtin", .path = {}});
    return detectors;
}

Result<DetectorEntry> wanted_detector(const std::string& chosen, const std::vector<DetectorEntry>& here) {
    if (chosen.empty()) return here.front();
    const auto found = std::ranges::find(here, chosen, &DetectorEntry::name);
    if (found != here.end()) return *found;
    return fail(ErrorCode::not_found, "the chosen voice detector " + chosen +
                                          " is not here any more; attacca models lists what is, and attacca models use "
                                          "auto takes the best of it");
}

}  // namespace attacca::app
