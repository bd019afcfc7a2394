#include "usage.h"

#include <algorithm>
#include <vector>

#include "attacca/base/nearest_name.h"
#include "text.h"

namespace attacca::app {
namespace {

bool looks_like_option(const std::string& argument) { return argument.size() > 1 && argument.front() == '-'; }

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* subcommand : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(subcommand->get_name());
    }
    return names;
}

std::string unknown(const char* kind, const std::string& given, const std::vector<std::string>& known) {
    const std::string near(nearest_name(given, known));
    return formatted("unknown %s %s", kind, given.c_str()) + (near.empty() ? "" : "; did you mean " + near + "?");
}

/// A misspelled option swallows nothing, so its value is often left over too: the option is what to name.
std::string explain_leftover(const CLI::App& program, const CLI::App& chosen) {
    const auto left = program.remaining(true);
    const auto option = std::find_if(left.begin(), left.end(), looks_like_option);
    if (option != left.end()) return unknown("option", option->substr(0, option->find('=')), option_names(chosen));
    const std::string first = left.empty() ? "" : left.front();
    if (&chosen == &program) return unknown("subcommand", first, subcommand_names(program));
    return "\"" + first + "\" is one argument too many";
}

}  // namespace

const CLI::App& chosen_app(const CLI::App& program) {
    const auto chosen = program.get_subcommands();
    return chosen.empty() ? program : *chosen.front();
}

std::string explain_usage(const CLI::App& program, const CLI::ParseError& error) {
    const bool leftover = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    const std::string words = error.what();
    return explain_usage(program, leftover ? explain_leftover(program, chosen_app(program))
                                           : words.substr(0, words.find('\n')));
}

std::string explain_usage(const CLI::App& program, std::string_view problem) {
    const CLI::App& chosen = chosen_app(program);
    const std::string name = &chosen == &program ? program.get_name() : program.get_name() + " " + chosen.get_name();
    return name + ": " + printable(problem) + "\n" + CLI::Formatter().make_usage(&chosen, name) + "See: " + name + " --help\n";
}

}  // namespace attacca::app
