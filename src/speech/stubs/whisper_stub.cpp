// A libwhisper.so for tests: it hears two words in every second, and says what it was asked.
#include <string>

#include "speech/whisper_api.h"

namespace whisper = attacca::speech::whisper;

struct attacca::speech::whisper::Context {
    std::string language;
    int seconds = 0;
};

namespace {

constexpr whisper::Token kEnd = 50257;

void (*log_line)(int, const char*, void*) = nullptr;

}  // namespace

extern "C" {

const char* whisper_version() { return STUB_VERSION; }
void whisper_log_set(void (*log)(int, const char*, void*), void*) { log_line = log; }
whisper::ContextParams* whisper_context_default_params_by_ref() { return new whisper::ContextParams{}; }
void whisper_free_context_params(whisper::ContextParams* params) { delete params; }
whisper::FullParams* whisper_full_default_params_by_ref(int) { return new whisper::FullParams{}; }
void whisper_free_params(whisper::FullParams* params) { delete params; }
int whisper_lang_id(const char* language) { return std::string(language) == "xx" ? -1 : 0; }
whisper::Token whisper_token_eot(whisper::Context*) { return kEnd; }

whisper::Context* whisper_init_from_file_with_params(const char* path, whisper::ContextParams) {
    if (std::string(path).find("refused") == std::string::npos) return new whisper::Context;
    if (log_line != nullptr) log_line(4, "unknown tensor\n", nullptr);
    return nullptr;
}

void whisper_free(whisper::Context* context) { delete context; }

int whisper_full(whisper::Context* context, whisper::FullParams params, const float*, int count) {
    if (params.n_threads < 1 || !params.token_timestamps || count < 16000) return 1;
    context->language = std::string(" ") + params.language;
    context->seconds = count / 16000;
    return 0;
}

int whisper_full_n_segments(whisper::Context* context) { return context->seconds; }
int whisper_full_n_tokens(whisper::Context*, int) { return 4; }

const char* whisper_full_get_token_text(whisper::Context* context, int, int token) {
    const char* const texts[] = {"[_BEG_]", " un", "der", context->language.c_str()};
    return texts[token];
}

whisper::TokenData whisper_full_get_token_data(whisper::Context*, int segment, int token) {
    return {.id = token == 0 ? kEnd + 50 : 100 + token,
            .forced_timestamp_id = 0,
            .probability = token == 1 ? 0.5F : 0.9F,
            .log_probability = 0.0F,
            .timestamp_probability = 0.0F,
            .timestamps_probability = 0.0F,
            .t0 = 100 * segment + 20 * token,
            .t1 = 100 * segment + 20 * token + 20,
            .t_dtw = -1,
            .voice_length = 0.0F};
}

}  // extern "C"
