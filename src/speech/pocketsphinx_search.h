// What a PocketSphinx decoder listens for: a grammar's sentences, or a wake phrase.
#pragma once
#ifdef ATTACCA_HAS_POCKETSPHINX

#include "attacca/base/result.h"
#include "attacca/speech/recognizers.h"
#include "speech/pocketsphinx_library.h"
#include "speech/pocketsphinx_model.h"

namespace attacca::speech {

/// Before the name of a phone: what is said, but not asked for. No JSGF word of ours begins like this.
inline constexpr char kOtherSoundMark = '%';

/// Gives the decoder the words of the task and a loop of all phones beside them, and searches for these; one for
/// dictation is left as its model has it.
///
/// Threads    One at a time.
/// Failure    A grammar that is none, a phrase without words, a word that the dictionary has not, phones that the model
///            has not.
[[nodiscard]] Status search_for_task(const PocketSphinxLibrary& library, ps_decoder_t* decoder,
                                     const RecognizerSpec& spec, const PocketSphinxModel& model);

}  // namespace attacca::speech

#endif
