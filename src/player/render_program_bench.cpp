// `attacca render` of ten minutes through eight bands beside the programs that do the same: all of a program's
// processor time, from its start to its end.
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/program.h"
#include "player/render_files_bench.h"

namespace attacca::player {
namespace {

constexpr std::size_t kSeconds = 600;

using Words = std::vector<std::string>;

// A program's command line for a source and an output.
using Line = std::function<Words(const RenderFiles& files, const std::string& program)>;

std::vector<std::string> centers() {
    std::vector<std::string> hz;
    for (int band = 0; band < 8; ++band) hz.push_back(std::to_string(60 << band));
    return hz;
}

Words attacca_line(const RenderFiles& files, const std::string& program) {
    const std::string bands = files.file("bands.txt");
    std::ofstream text(bands);
    for (const auto& hz : centers()) text << "Filter: ON PK Fc " << hz << " Hz Gain 3 dB Q 1\n";
    return {program, "render", files.source, "--eq", bands, "-o", files.file("attacca.wav")};
}

Words ffmpeg_line(const RenderFiles& files, const std::string& program) {
    std::string filters;
    for (const auto& hz : centers()) {
        filters.append(filters.empty() ? "" : ",").append("equalizer=f=").append(hz).append(":t=q:w=1:g=3");
    }
    return {program, "-y",         "-v",  "error", "-filter_threads",       "1", "-threads", "1",
            "-i",    files.source, "-af", filters, files.file("ffmpeg.wav")};
}

Words sox_line(const RenderFiles& files, const std::string& program) {
    Words words{program, files.source, files.file("sox.wav")};
    for (const auto& hz : centers()) words.insert(words.end(), {"equalizer", hz, "1q", "3"});
    return words;
}

// The file is made once for all that render it.
bench::Prepare rendering(std::shared_ptr<std::weak_ptr<RenderFiles>> shared, const char* extension, std::string program,
                         Line line) {
    return [=]() -> std::function<void()> {
        auto files = shared->lock();
        if (!files) {
            files = std::make_shared<RenderFiles>(extension, kSeconds);
            *shared = files;
        }
        return [files, words = line(*files, program)] { bench::run_program(words); };
    };
}

bool add(const char* name, const char* extension) {
    const std::string attacca = bench::find_program("attacca").value_or("attacca");
    const auto shared = std::make_shared<std::weak_ptr<RenderFiles>>();
    bench::Row row{.name = name,
                   .frames = static_cast<double>(RenderFiles::kRate) * kSeconds,
                   .sample_rate = RenderFiles::kRate,
                   .prepare = rendering(shared, extension, attacca, attacca_line),
                   .rivals = {},
                   .work = bench::Work::program};
    const auto add_rival = [&](const char* rival, Line line) {
        if (const auto program = bench::find_program(rival)) {
            row.rivals.push_back({rival, rendering(shared, extension, *program, std::move(line))});
        }
    };
    add_rival("ffmpeg", ffmpeg_line);
    add_rival("sox", sox_line);
    return bench::add(std::move(row));
}

const bool kAdded = add("render.wav.8x2/10min", ".wav") && add("render.flac.8x2/10min", ".flac");

}  // namespace
}  // namespace attacca::player
