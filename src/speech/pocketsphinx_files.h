// Whether the files of a PocketSphinx model are whole.
#pragma once

#include <filesystem>

#include "attacca/base/result.h"

namespace attacca::speech {

/// The library maps or reads these files as they are and ends the program, or hears nonsense, where one is cut off or
/// its tables point elsewhere. Other files it checks itself; a file of another kind passes here and is the library's to
/// read.
///
/// Failure: `damaged`, naming the file.
/// Source: bin_mdef.c, ptm_mgau.c, lm_trie.c and ngram_model_trie.c of PocketSphinx.

/// `mdef`: phones, the states of each, and the tree by which a phone among others is found.
[[nodiscard]] Status check_model_definition(const std::filesystem::path& file);

/// `sendump`: the weights of each state's densities, in 8 or 4 bits.
[[nodiscard]] Status check_mixture_weights(const std::filesystem::path& file);

/// `*.lm.bin`: how likely words follow words.
[[nodiscard]] Status check_language_model(const std::filesystem::path& file);

}  // namespace attacca::speech
