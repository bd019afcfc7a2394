// What we use of whisper.cpp's C interface, as its versions 1.8.1 to 1.9 have it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attacca::speech::whisper {

struct Context;
using Token = std::int32_t;

enum Sampling : int { greedy_sampling = 0 };

struct ContextParams {
    bool use_gpu;
    bool flash_attn;
    int gpu_device;
    bool dtw_token_timestamps;
    int dtw_aheads_preset;
    int dtw_n_top;
    struct {
        std::size_t count;
        const void* heads;
    } dtw_aheads;
    std::size_t dtw_mem_size;
};
static_assert(sizeof(ContextParams) == 48);

struct FullParams {
    int strategy;
    int n_threads;
    int n_max_text_ctx;
    int offset_ms;
    int duration_ms;
    bool translate;
    bool no_context;
    bool no_timestamps;
    bool single_segment;
    bool print_special;
    bool print_progress;
    bool print_realtime;
    bool print_timestamps;
    bool token_timestamps;
    float thold_pt;
    float thold_ptsum;
    int max_len;
    bool split_on_word;
    int max_tokens;
    bool debug_mode;
    int audio_ctx;
    bool tdrz_enable;
    const char* suppress_regex;
    const char* initial_prompt;
    bool carry_initial_prompt;
    const Token* prompt_tokens;
    int prompt_n_tokens;
    const char* language;
    bool detect_language;
    bool suppress_blank;
    bool suppress_nst;
    float temperature;
    float max_initial_ts;
    float length_penalty;
    float temperature_inc;
    float entropy_thold;
    float logprob_thold;
    float no_speech_thold;
    int greedy_best_of;
    int beam_size;
    float beam_patience;
    void* callbacks[10];  ///< New segment, progress, encoder, abort, logits: each with its user's pointer.
    const void* grammar_rules;
    std::size_t n_grammar_rules;
    std::size_t i_start_rule;
    float grammar_penalty;
    bool vad;
    const char* vad_model_path;
    struct {
        float threshold;
        int min_speech_duration_ms;
        int min_silence_duration_ms;
        float max_speech_duration_s;
        int speech_pad_ms;
        float samples_overlap;
    } vad_params;
};
static_assert(sizeof(FullParams) == 304 && offsetof(FullParams, language) == 104 &&
              offsetof(FullParams, greedy_best_of) == 144 && offsetof(FullParams, vad) == 268);

struct TokenData {
    Token id;
    Token forced_timestamp_id;
    float probability;
    float log_probability;
    float timestamp_probability;
    float timestamps_probability;
    std::int64_t t0;  ///< In hundredths of a second.
    std::int64_t t1;
    std::int64_t t_dtw;
    float voice_length;
};
static_assert(sizeof(TokenData) == 56);

struct Functions {
    const char* (*version)();
    void (*log_set)(void (*log)(int level, const char* text, void* user), void* user);
    ContextParams* (*context_default_params_by_ref)();
    void (*free_context_params)(ContextParams*);
    FullParams* (*full_default_params_by_ref)(int strategy);
    void (*free_params)(FullParams*);
    Context* (*init_from_file_with_params)(const char* path, ContextParams params);
    void (*free)(Context*);
    int (*lang_id)(const char* language);
    Token (*token_eot)(Context*);
    int (*full)(Context*, FullParams params, const float* samples, int count);
    int (*full_n_segments)(Context*);
    int (*full_n_tokens)(Context*, int segment);
    const char* (*full_get_token_text)(Context*, int segment, int token);
    TokenData (*full_get_token_data)(Context*, int segment, int token);
};

}  // namespace attacca::speech::whisper
