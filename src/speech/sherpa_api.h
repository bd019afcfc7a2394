// What we use of sherpa-onnx's C interface, as its versions 1.12.35 to 1.13 have it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attacca::speech::sherpa {

using Text = const char*;  ///< Null: not set.

struct Feature {
    std::int32_t sample_rate;
    std::int32_t feature_dim;
};

struct Transducer {
    Text encoder, decoder, joiner;
};

struct OnlineModel {
    Transducer transducer;
    struct {
        Text encoder, decoder;
    } paraformer;
    Text zipformer2_ctc;
    Text tokens;
    std::int32_t num_threads;
    Text provider;
    std::int32_t debug;
    Text model_type, modeling_unit, bpe_vocab, tokens_buf;
    std::int32_t tokens_buf_size;
    Text nemo_ctc;
    Text t_one_ctc;
};
static_assert(sizeof(OnlineModel) == 136);

struct HomophoneReplacer {
    Text dict_dir, lexicon, rule_fsts;
};

struct OnlineConfig {
    Feature feature;
    OnlineModel model;
    Text decoding_method;
    std::int32_t max_active_paths;
    std::int32_t enable_endpoint;
    float rule1_min_trailing_silence, rule2_min_trailing_silence, rule3_min_utterance_length;
    Text hotwords_file;
    float hotwords_score;
    struct {
        Text graph;
        std::int32_t max_active;
    } ctc_fst_decoder;
    Text rule_fsts, rule_fars;
    float blank_penalty;
    Text hotwords_buf;
    std::int32_t hotwords_buf_size;
    HomophoneReplacer homophones;
};
static_assert(sizeof(OnlineConfig) == 272 && offsetof(OnlineConfig, homophones) == 248);

struct OnlineResult {
    Text text;
    Text tokens;
    const Text* tokens_arr;
    const float* timestamps;  ///< Null: the model knows none.
    std::int32_t count;
    Text json;
};
static_assert(sizeof(OnlineResult) == 48);

struct OfflineModel {
    Transducer transducer;
    Text paraformer;
    Text nemo_ctc;
    struct {
        Text encoder, decoder, language, task;
        std::int32_t tail_paddings, enable_token_timestamps, enable_segment_timestamps;
    } whisper;
    Text tdnn;
    Text tokens;
    std::int32_t num_threads;
    std::int32_t debug;
    Text provider, model_type, modeling_unit, bpe_vocab, telespeech_ctc;
    struct {
        Text model, language;
        std::int32_t use_itn;
    } sense_voice;
    struct {
        Text preprocessor, encoder, uncached_decoder, cached_decoder, merged_decoder;
    } moonshine;
    unsigned char others[504 - 216];  ///< Models that this program does not know.
};
static_assert(sizeof(OfflineModel) == 504 && offsetof(OfflineModel, moonshine) == 176);

struct OfflineConfig {
    Feature feature;
    OfflineModel model;
    struct {
        Text model;
        float scale;
    } language_model;
    Text decoding_method;
    std::int32_t max_active_paths;
    Text hotwords_file;
    float hotwords_score;
    Text rule_fsts, rule_fars;
    float blank_penalty;
    HomophoneReplacer homophones;
};
static_assert(sizeof(OfflineConfig) == 608 && offsetof(OfflineConfig, language_model) == 512);

/// The first of what it holds.
struct OfflineResult {
    Text text;
    const float* timestamps;  ///< Null: the model knows none.
    std::int32_t count;
    Text tokens;
    const Text* tokens_arr;
    Text json, lang, emotion, event;
    const float* durations;     ///< Null: not known.
    const float* ys_log_probs;  ///< Null: not known.
};

struct OnlineRecognizer;
struct OnlineStream;
struct OfflineRecognizer;
struct OfflineStream;

struct Functions {
    Text (*GetVersionStr)();
    const OnlineRecognizer* (*CreateOnlineRecognizer)(const OnlineConfig*);
    void (*DestroyOnlineRecognizer)(const OnlineRecognizer*);
    const OnlineStream* (*CreateOnlineStream)(const OnlineRecognizer*);
    void (*DestroyOnlineStream)(const OnlineStream*);
    void (*OnlineStreamAcceptWaveform)(const OnlineStream*, std::int32_t rate, const float* samples,
                                       std::int32_t count);
    void (*OnlineStreamInputFinished)(const OnlineStream*);
    std::int32_t (*IsOnlineStreamReady)(const OnlineRecognizer*, const OnlineStream*);
    void (*DecodeOnlineStream)(const OnlineRecognizer*, const OnlineStream*);
    const OnlineResult* (*GetOnlineStreamResult)(const OnlineRecognizer*, const OnlineStream*);
    void (*DestroyOnlineRecognizerResult)(const OnlineResult*);
    const OfflineRecognizer* (*CreateOfflineRecognizer)(const OfflineConfig*);
    void (*DestroyOfflineRecognizer)(const OfflineRecognizer*);
    const OfflineStream* (*CreateOfflineStream)(const OfflineRecognizer*);
    void (*DestroyOfflineStream)(const OfflineStream*);
    void (*AcceptWaveformOffline)(const OfflineStream*, std::int32_t rate, const float* samples, std::int32_t count);
    void (*DecodeOfflineStream)(const OfflineRecognizer*, const OfflineStream*);
    const OfflineResult* (*GetOfflineStreamResult)(const OfflineStream*);
    void (*DestroyOfflineRecognizerResult)(const OfflineResult*);
};

}  // namespace attacca::speech::sherpa
