// PocketSphinx as it is installed: loaded when first asked for, because OpenBLAS and its threads come with it.
#pragma once
#ifdef ATTACCA_HAS_POCKETSPHINX

#include <pocketsphinx.h>
#include <sphinxbase/fe.h>
#include <sphinxbase/feat.h>

#include <string>

#include "attacca/base/result.h"

namespace attacca::speech {

/// Thrown out of the library where it would end the program; caught by what called into it.
struct PocketSphinxFailure {
    std::string message;
};

struct PocketSphinxLibrary {
    decltype(&::ps_args) ps_args;
    decltype(&::ps_init) ps_init;
    decltype(&::ps_free) ps_free;
    decltype(&::ps_add_word) ps_add_word;
    decltype(&::ps_set_jsgf_string) ps_set_jsgf_string;
    decltype(&::ps_set_search) ps_set_search;
    decltype(&::ps_start_utt) ps_start_utt;
    decltype(&::ps_process_cep) ps_process_cep;
    decltype(&::ps_end_utt) ps_end_utt;
    decltype(&::ps_get_hyp) ps_get_hyp;
    decltype(&::ps_get_config) ps_get_config;
    decltype(&::ps_get_feat) ps_get_feat;
    decltype(&::ps_get_logmath) ps_get_logmath;
    decltype(&::ps_seg_iter) ps_seg_iter;
    decltype(&::ps_seg_next) ps_seg_next;
    decltype(&::ps_seg_word) ps_seg_word;
    decltype(&::ps_seg_frames) ps_seg_frames;
    decltype(&::ps_seg_prob) ps_seg_prob;
    decltype(&::cmd_ln_parse_r) cmd_ln_parse_r;
    decltype(&::cmd_ln_free_r) cmd_ln_free_r;
    decltype(&::cmd_ln_str_r) cmd_ln_str_r;
    decltype(&::fe_init_auto_r) fe_init_auto_r;
    decltype(&::fe_free) fe_free;
    decltype(&::fe_get_output_size) fe_get_output_size;
    decltype(&::fe_start_stream) fe_start_stream;
    decltype(&::fe_start_utt) fe_start_utt;
    decltype(&::fe_process_frames) fe_process_frames;
    decltype(&::logmath_exp) logmath_exp;

    /// Failure: not installed, or another version.
    [[nodiscard]] static Result<const PocketSphinxLibrary*> load();

    /// What it complained of last on this thread, and forgets it.
    [[nodiscard]] static std::string last_complaint();
};

}  // namespace attacca::speech

#endif
