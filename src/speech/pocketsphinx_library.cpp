#ifdef ATTACCA_HAS_POCKETSPHINX

#include "speech/pocketsphinx_library.h"

#include <sphinxbase/err.h>

#include <array>
#include <cstdarg>
#include <cstdio>
#include <utility>

#include "attacca/base/shared_library.h"

namespace attacca::speech {
namespace {

constexpr const char* kDecoderFile = "libpocketsphinx.so.3";
constexpr const char* kBaseFile = "libsphinxbase.so.3";

std::string& complaint() {
    thread_local std::string text;
    return text;
}

/// Its log. After a fatal message it would call exit().
void hear(void*, err_lvl_t level, const char* format, ...) {
    if (level < ERR_ERROR) return;
    std::array<char, 512> line{};
    va_list values;
    va_start(values, format);
    std::vsnprintf(line.data(), line.size(), format, values);
    va_end(values);
    std::string text = line.data();
    while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
    // Its own place in the source code comes first: "FATAL: "mdef.c", line 680: ".
    if (const auto colon = text.find(": ", text.find("line ")); text.find("line ") != std::string::npos) {
        if (colon != std::string::npos) text.erase(0, colon + 2);
    }
    complaint() = text;
    if (level >= ERR_FATAL) throw PocketSphinxFailure{text};
}

bool fill(PocketSphinxLibrary& table, const SharedLibrary& decoder, const SharedLibrary& base) {
    return decoder.find("ps_args", table.ps_args) && decoder.find("ps_init", table.ps_init) &&
           decoder.find("ps_free", table.ps_free) && decoder.find("ps_add_word", table.ps_add_word) &&
           decoder.find("ps_set_jsgf_string", table.ps_set_jsgf_string) &&
           decoder.find("ps_set_search", table.ps_set_search) && decoder.find("ps_start_utt", table.ps_start_utt) &&
           decoder.find("ps_process_cep", table.ps_process_cep) && decoder.find("ps_end_utt", table.ps_end_utt) &&
           decoder.find("ps_get_hyp", table.ps_get_hyp) && decoder.find("ps_get_config", table.ps_get_config) &&
           decoder.find("ps_get_feat", table.ps_get_feat) && decoder.find("ps_get_logmath", table.ps_get_logmath) &&
           decoder.find("ps_seg_iter", table.ps_seg_iter) && decoder.find("ps_seg_next", table.ps_seg_next) &&
           decoder.find("ps_seg_word", table.ps_seg_word) && decoder.find("ps_seg_frames", table.ps_seg_frames) &&
           decoder.find("ps_seg_prob", table.ps_seg_prob) && base.find("cmd_ln_parse_r", table.cmd_ln_parse_r) &&
           base.find("cmd_ln_free_r", table.cmd_ln_free_r) && base.find("cmd_ln_str_r", table.cmd_ln_str_r) &&
           base.find("fe_init_auto_r", table.fe_init_auto_r) && base.find("fe_free", table.fe_free) &&
           base.find("fe_get_output_size", table.fe_get_output_size) &&
           base.find("fe_start_stream", table.fe_start_stream) && base.find("fe_start_utt", table.fe_start_utt) &&
           base.find("fe_process_frames", table.fe_process_frames) && base.find("logmath_exp", table.logmath_exp);
}

struct Loaded {
    PocketSphinxLibrary table{};
    std::string missing;
};

Loaded load_once() {
    Loaded loaded;
    const SharedLibrary decoder(kDecoderFile);
    const SharedLibrary base(kBaseFile);
    decltype(&::err_set_callback) set_callback = nullptr;
    decltype(&::err_set_logfp) set_log_file = nullptr;
    if (!decoder.loaded()) {
        loaded.missing = "is not installed (Debian: apt install libpocketsphinx3): " + decoder.reason();
    } else if (!fill(loaded.table, decoder, base) || !base.find("err_set_callback", set_callback) ||
               !base.find("err_set_logfp", set_log_file)) {
        loaded.missing = std::string("is of another version than this build was made for (") + kDecoderFile +
                         " of Debian 12): build this program again beside it";
    } else {
        set_log_file(nullptr);  // What it prints without the callback.
        set_callback(hear, nullptr);
    }
    return loaded;
}

}  // namespace

Result<const PocketSphinxLibrary*> PocketSphinxLibrary::load() {
    static const Loaded loaded = load_once();
    if (!loaded.missing.empty()) return fail(ErrorCode::unavailable, "pocketsphinx " + loaded.missing);
    return &loaded.table;
}

std::string PocketSphinxLibrary::last_complaint() { return std::exchange(complaint(), {}); }

}  // namespace attacca::speech

#endif
