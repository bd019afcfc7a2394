#include "speech/grammar_matcher.h"

#include <algorithm>

namespace attacca::speech {
namespace {

using Kind = GrammarNode::Kind;

}  // namespace

struct GrammarMatcher::Walk {
    std::vector<Way> ways;      ///< Before the next word, the first of the text first.
    std::vector<bool> visited;  ///< Steps that a way has already come to since the last word.
    std::vector<Passed> passed = {{}};
    std::vector<Way> open;
};

GrammarMatcher::GrammarMatcher(const GrammarTree& tree) {
    for (const GrammarRule& rule : tree.rules) {
        if (rule.scope != GrammarRule::Scope::spoken) continue;
        const std::size_t split = add({.kind = Step::Kind::split});
        steps_[split].first = add({.kind = Step::Kind::rule, .text = rule.name});
        compile(tree, rule.body);
        add({.kind = Step::Kind::done});
        steps_[split].second = steps_.size();
    }
    add({.kind = Step::Kind::never});
}

std::size_t GrammarMatcher::add(Step step) {
    steps_.push_back(std::move(step));
    return steps_.size() - 1;
}

void GrammarMatcher::compile(const GrammarTree& tree, const GrammarNode& node) {
    switch (node.kind) {
        case Kind::word:
            add({.kind = Step::Kind::word, .text = node.text});
            return;
        case Kind::tag:
            add({.kind = Step::Kind::tag, .text = node.text});
            return;
        case Kind::rule:
            return compile(tree, tree.rules[node.rule].body);
        case Kind::sequence:
            for (const GrammarNode& part : node.parts) compile(tree, part);
            return;
        case Kind::choice:
            return compile_choice(tree, node);
        case Kind::optional:
        case Kind::star: {
            const std::size_t split = add({.kind = Step::Kind::split});
            steps_[split].first = steps_.size();
            compile(tree, node.parts.front());
            if (node.kind == Kind::star) add({.kind = Step::Kind::jump, .first = split});
            steps_[split].second = steps_.size();
            return;
        }
        case Kind::plus: {
            const std::size_t begin = steps_.size();
            compile(tree, node.parts.front());
            const std::size_t split = add({.kind = Step::Kind::split, .first = begin});
            steps_[split].second = steps_.size();
            return;
        }
    }
}

void GrammarMatcher::compile_choice(const GrammarTree& tree, const GrammarNode& node) {
    std::vector<std::size_t> exits;
    for (const GrammarNode& part : node.parts) {
        const std::size_t split = add({.kind = Step::Kind::split});
        steps_[split].first = steps_.size();
        compile(tree, part);
        exits.push_back(add({.kind = Step::Kind::jump}));
        steps_[split].second = steps_.size();
    }
    add({.kind = Step::Kind::never});
    for (const std::size_t exit : exits) steps_[exit].first = steps_.size();
}

void GrammarMatcher::follow(Walk& walk, Way from) const {
    walk.open.push_back(from);
    while (!walk.open.empty()) {
        Way way = walk.open.back();
        walk.open.pop_back();
        if (walk.visited[way.step]) continue;
        walk.visited[way.step] = true;
        const Step& step = steps_[way.step];
        switch (step.kind) {
            case Step::Kind::word:
            case Step::Kind::done:
                walk.ways.push_back(way);
                break;
            case Step::Kind::tag:
            case Step::Kind::rule:
                walk.passed.push_back({.step = way.step, .before = way.passed});
                walk.open.push_back({.step = way.step + 1, .passed = walk.passed.size() - 1});
                break;
            case Step::Kind::split:
                walk.open.push_back({.step = step.second, .passed = way.passed});
                walk.open.push_back({.step = step.first, .passed = way.passed});
                break;
            case Step::Kind::jump:
                walk.open.push_back({.step = step.first, .passed = way.passed});
                break;
            case Step::Kind::never:
                break;
        }
    }
}

std::optional<GrammarMatch> GrammarMatcher::match(std::span<const std::string> words) const {
    Walk walk;
    walk.visited.assign(steps_.size(), false);
    follow(walk, {});
    for (const std::string& word : words) {
        std::vector<Way> before;
        before.swap(walk.ways);
        walk.visited.assign(steps_.size(), false);
        for (const Way& way : before) {
            const Step& step = steps_[way.step];
            if (step.kind == Step::Kind::word && step.text == word) follow(walk, {way.step + 1, way.passed});
        }
    }
    const auto done =
        std::ranges::find_if(walk.ways, [&](Way way) { return steps_[way.step].kind == Step::Kind::done; });
    if (done == walk.ways.end()) return std::nullopt;
    return told(walk, done->passed);
}

GrammarMatch GrammarMatcher::told(const Walk& walk, std::size_t passed) const {
    GrammarMatch match;
    for (; passed != 0; passed = walk.passed[passed].before) {
        const Step& step = steps_[walk.passed[passed].step];
        if (step.kind == Step::Kind::rule) match.rule = step.text;
        if (step.kind == Step::Kind::tag) match.tags.push_back(step.text);
    }
    std::ranges::reverse(match.tags);
    return match;
}

}  // namespace attacca::speech
