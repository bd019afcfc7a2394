#ifdef ATTACCA_HAS_POCKETSPHINX
#include "speech/pocketsphinx_search.h"

#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "attacca/speech/grammar.h"

namespace attacca::speech {
namespace {

using Library = PocketSphinxLibrary;

constexpr const char* kSearch = "attacca";
/// How unlikely the first phone is of what no sentence of the grammar says, and each that follows: one for one, phones
/// fit all that is said better than sentences do.
constexpr const char* kFirstOtherSound = "0.000000000000000000000000000001";
constexpr const char* kNextOtherSound = "0.0000000001";
/// The same beside a wake phrase, which is shorter than most sentences and listened for all day; and of the first phone
/// that follows it in the same breath.
constexpr const char* kNextBesidePhrase = "0.00000001";
constexpr const char* kFirstAfterPhrase = "0.0000000000000000000000001";

/// All words with their phones; the first one that is not in the dictionary fails. `place` says where a word stands.
template <class Place>
Result<Pronunciations> pronounce(std::span<const std::string> words, const PocketSphinxModel& model, Place place) {
    auto known = model.pronunciations(words);
    if (!known) return known;
    for (const std::string& word : words) {
        if (known->contains(word)) continue;
        return fail(ErrorCode::invalid_argument,
                    place(word) + ": the word '" + word + "' is not in " + model.dictionary.string() +
                        "; take another word, or add a line there with the word and its phones");
    }
    return known;
}

Status add_words(const Library& library, ps_decoder_t* decoder, const Pronunciations& words) {
    for (const auto& [word, ways] : words) {
        for (std::size_t i = 0; i < ways.size(); ++i) {
            const std::string name = i == 0 ? word : word + "(" + std::to_string(i + 1) + ")";
            if (library.ps_add_word(decoder, name.c_str(), ways[i].c_str(), FALSE) >= 0) continue;
            return fail(ErrorCode::damaged, "the dictionary's phones of '" + word + "', " + ways[i] +
                                                ", are none of the model's: " + Library::last_complaint());
        }
    }
    return {};
}

/// A loop of all phones, for what is said and not asked for.
class OtherSounds {
public:
    [[nodiscard]] static Result<OtherSounds> add_to(const Library& library, ps_decoder_t* decoder,
                                                    const PocketSphinxModel& model) {
        const auto phones = model.phones();
        if (!phones) return fail(phones.error());
        OtherSounds others;
        for (const std::string& phone : *phones) {
            std::string name = kOtherSoundMark + phone;
            // A dictionary may know phones that the model has not.
            if (library.ps_add_word(decoder, name.c_str(), phone.c_str(), FALSE) >= 0) {
                others.names_.push_back(std::move(name));
            }
        }
        return others;
    }

    /// A JSGF rule's end: the first of the phones is so likely, and what follows is `<other>`.
    std::string rule(const char* first) const { return alternatives(first) + " [<other>];\n"; }

    /// The rule `<other>`.
    std::string loop(const char* next) const { return "<other> = " + rule(next); }

private:
    std::string alternatives(const std::string& weight) const {
        std::string text;
        for (const std::string& name : names_) text += (text.empty() ? "(/" : " | /") + weight + "/ " + name;
        return text + ")";
    }

    std::vector<std::string> names_;
};

bool search_by(const Library& library, ps_decoder_t* decoder, const std::string& rules) {
    const std::string text = "#JSGF V1.0;\ngrammar attacca;\n" + rules;
    return library.ps_set_jsgf_string(decoder, kSearch, text.c_str()) >= 0 &&
           library.ps_set_search(decoder, kSearch) >= 0;
}

/// Hears the sentences of a grammar. Without the other sounds, whatever is said would be the sentence that is least
/// unlike.
Status limit_to_grammar(const Library& library, ps_decoder_t* decoder, const RecognizerSpec& spec,
                        const PocketSphinxModel& model) {
    const auto grammar = Grammar::parse(spec.grammar, spec.grammar_name);
    if (!grammar) return fail(grammar.error());
    const auto known = pronounce(grammar->words(), model, [&](const std::string& word) {
        return spec.grammar_name + ":" + std::to_string(grammar->line_of(word));
    });
    if (!known) return fail(known.error());
    if (const Status added = add_words(library, decoder, *known); !added) return added;
    const auto others = OtherSounds::add_to(library, decoder, model);
    if (!others) return fail(others.error());
    if (search_by(library, decoder,
                  "public <said> = " + grammar->sentences() + " | <none>;\n<none> = " + others->rule(kFirstOtherSound) +
                      others->loop(kNextOtherSound))) {
        return {};
    }
    return fail(ErrorCode::system,
                spec.grammar_name + ": pocketsphinx refuses this grammar: " + Library::last_complaint());
}

/// The words of a wake phrase as the dictionary has them: as they were typed, or in small letters.
Result<std::vector<std::string>> words_of_phrase(const std::string& phrase, const PocketSphinxModel& model) {
    std::istringstream text(phrase);
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    if (words.empty()) return fail(ErrorCode::invalid_argument, "the wake phrase has no words; name some");
    const auto typed = model.pronunciations(words);
    if (!typed) return fail(typed.error());
    for (std::string& word : words) {
        if (typed->contains(word)) continue;
        for (char& letter : word) letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    }
    return words;
}

/// Hears whether what is said begins with a phrase. The library's own search for phrases found a fifth fewer of them in
/// recordings of people.
Status limit_to_phrase(const Library& library, ps_decoder_t* decoder, const RecognizerSpec& spec,
                       const PocketSphinxModel& model) {
    const auto words = words_of_phrase(spec.wake_phrase, model);
    if (!words) return fail(words.error());
    const auto known = pronounce(*words, model, [](const std::string&) { return std::string("the wake phrase"); });
    if (!known) return fail(known.error());
    if (const Status added = add_words(library, decoder, *known); !added) return added;
    const auto others = OtherSounds::add_to(library, decoder, model);
    if (!others) return fail(others.error());
    std::string text;
    for (const std::string& word : *words) text += word + " ";
    if (search_by(library, decoder,
                  "public <said> = " + text + "[<after>] | <none>;\n<after> = " + others->rule(kFirstAfterPhrase) +
                      "<none> = " + others->rule(kFirstOtherSound) + others->loop(kNextBesidePhrase))) {
        return {};
    }
    return fail(ErrorCode::system, "pocketsphinx refuses the wake phrase: " + Library::last_complaint());
}

}  // namespace

Status search_for_task(const PocketSphinxLibrary& library, ps_decoder_t* decoder, const RecognizerSpec& spec,
                       const PocketSphinxModel& model) {
    try {
        switch (spec.task) {
            case SpeechTask::commands:
                return limit_to_grammar(library, decoder, spec, model);
            case SpeechTask::wake_phrase:
                return limit_to_phrase(library, decoder, spec, model);
            case SpeechTask::dictation:
                break;
        }
        return {};
    } catch (const PocketSphinxFailure& failure) {
        return fail(ErrorCode::system, "pocketsphinx cannot go on: " + failure.message);
    }
}

}  // namespace attacca::speech

#endif
