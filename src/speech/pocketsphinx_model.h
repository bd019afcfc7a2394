// The files of a PocketSphinx model.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/speech/recognizers.h"

namespace attacca::speech {

/// How a word may be spoken: its phones with spaces between; in the dictionary's order.
using Pronunciations = std::map<std::string, std::vector<std::string>>;

using PhoneNames = std::set<std::string, std::less<>>;

struct PocketSphinxModel {
    std::filesystem::path acoustic;        ///< The folder with `mdef`: the model's own, or one in it.
    std::filesystem::path dictionary;      ///< *.dict or *.dic
    std::filesystem::path language_model;  ///< *.lm.bin, *.lm.gz or *.lm; empty: it has none.

    /// Failure: names what is missing.
    [[nodiscard]] static Result<PocketSphinxModel> in(const std::filesystem::path& folder);

    /// Those of the words that the dictionary has.
    [[nodiscard]] Result<Pronunciations> pronunciations(std::span<const std::string> words) const;

    /// All phones that the dictionary speaks by, sorted.
    [[nodiscard]] Result<PhoneNames> phones() const;
};

/// In the model folders, and where Debian's packages put theirs.
[[nodiscard]] std::vector<SpeechModel> pocketsphinx_models(const ModelFolders& folders);

}  // namespace attacca::speech
