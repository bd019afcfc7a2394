// Equalizer APO's parametric text: "Preamp: -6.2 dB", "Filter 1: ON PK Fc 105 Hz Gain -2.6 dB Q 0.70".
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "attacca/dsp/equalizer_settings.h"
#include "dsp/equalizer_text.h"

namespace attacca::dsp {
namespace {

constexpr double kMaxGainDb = 100.0;

struct KindName {
    std::string_view name;
    BandKind kind;
    bool corner = false;  // A slope is given with the corner of the shelf, not with its center.
};

constexpr std::array kKindNames = {
    KindName{"PK", BandKind::peaking},     KindName{"PEQ", BandKind::peaking},
    KindName{"Modal", BandKind::peaking},  KindName{"LP", BandKind::low_pass},
    KindName{"LPQ", BandKind::low_pass},   KindName{"HP", BandKind::high_pass},
    KindName{"HPQ", BandKind::high_pass},  KindName{"LS", BandKind::low_shelf, true},
    KindName{"LSC", BandKind::low_shelf},  KindName{"HS", BandKind::high_shelf, true},
    KindName{"HSC", BandKind::high_shelf}, KindName{"NO", BandKind::notch},
    KindName{"BP", BandKind::band_pass},   KindName{"AP", BandKind::all_pass},
};

// Lines that say where a setting came from or goes to, and change nothing in the sound.
constexpr std::array<std::string_view, 6> kIgnoredCommands = {"Device", "Stage",     "Dated",
                                                              "Notes",  "Equaliser", "Equalizer"};
constexpr std::array<std::string_view, 2> kIgnoredHeadings = {"Filter Settings file", "Room EQ"};

bool is_shelf(BandKind kind) { return kind == BandKind::low_shelf || kind == BandKind::high_shelf; }
bool has_gain(BandKind kind) { return kind == BandKind::peaking || is_shelf(kind); }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\f\v";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string shown(std::string_view line) {
    constexpr std::size_t kLongest = 80;
    std::string text(line.substr(0, kLongest));
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    }
    return line.size() > kLongest ? text + "..." : text;
}

// What a filter line says after the colon, word by word. Expectations are sentences for the error.
class FilterLine {
public:
    explicit FilterLine(std::string_view text) : words_(equalizer_words(text)) {}

    // The band, nothing for a line that switches one off, or what was expected.
    tl::expected<std::optional<Band>, std::string> read() {
        if (accept("OFF")) return std::nullopt;
        if (!accept("ON")) return expected("ON or OFF after the colon");
        if (accept("None")) return std::nullopt;
        const KindName* kind = nullptr;
        for (const KindName& candidate : kKindNames) {
            if (accept(candidate.name)) kind = &candidate;
            if (kind != nullptr) break;
        }
        if (kind == nullptr) return expected("a filter type: PK, LS, LSC, HS, HSC, LP, LPQ, HP, HPQ, NO, BP or AP");
        band_.kind = kind->kind;
        if (auto slope = read_slope(); !slope) return expected(slope.error());
        while (at_ < words_.size()) {
            if (auto part = read_part(); !part) return expected(part.error());
        }
        if (!has_center_) return expected("Fc and a frequency in Hz");
        if (has_gain(band_.kind) && !has_gain_) return expected("Gain and a level in dB");
        if (!width_ && !slope_) return with_default_width(*kind);
        if (slope_) return with_slope(*kind);
        band_.width = *width_;
        return band_;
    }

private:
    using Part = tl::expected<void, std::string>;

    static tl::unexpected<std::string> expected(std::string what) {
        return tl::unexpected<std::string>(std::move(what));
    }

    bool accept(std::string_view word) {
        if (at_ >= words_.size() || !same_word(words_[at_], word)) return false;
        ++at_;
        return true;
    }

    std::optional<double> number(std::string_view unit) {
        if (at_ >= words_.size()) return std::nullopt;
        const auto value = parse_equalizer_number(words_[at_], unit);
        if (!value) return std::nullopt;
        ++at_;
        accept(unit);
        return value;
    }

    // "1 234": the next word continues the number if it is exactly three digits.
    void join_thousands() {
        const auto digits = [](const std::string& word, std::size_t least, std::size_t most) {
            return word.size() >= least && word.size() <= most &&
                   word.find_first_not_of("0123456789") == std::string::npos;
        };
        if (at_ + 1 < words_.size() && digits(words_[at_], 1, 3) && digits(words_[at_ + 1], 3, 3)) {
            words_[at_] += words_[at_ + 1];
            words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(at_) + 1);
        }
    }

    // "LSC 12 dB Fc ...": in dB per octave, before everything else.
    Part read_slope() {
        if (!is_shelf(band_.kind) || at_ >= words_.size() || same_word(words_[at_], "Fc")) return {};
        const auto value = number("dB");
        if (!value) return {};
        if (*value <= 0.0) return expected("a slope above 0 dB");
        slope_ = *value / 12.0;
        return {};
    }

    Part read_part() {
        if (accept("Fc")) {
            join_thousands();
            const auto value = number("Hz");
            if (!value || *value <= 0.0) return expected("a frequency above 0 Hz after Fc");
            band_.center_hz = *value;
            has_center_ = true;
        } else if (accept("Gain")) {
            const auto value = number("dB");
            if (!value || std::abs(*value) > kMaxGainDb) return expected("a level from -100 to 100 dB after Gain");
            if (has_gain(band_.kind)) band_.gain_db = *value;
            has_gain_ = true;
        } else if (accept("Q")) {
            width_ = number("");
            if (!width_ || *width_ <= 0.0) return expected("a number above 0 after Q");
        } else if (accept("BW")) {
            accept("Oct");
            width_ = number("");
            if (!width_ || *width_ <= 0.0) return expected("a number above 0 after BW Oct");
            band_.width_unit = WidthUnit::octaves;
        } else if (accept("T60")) {  // What Room EQ Wizard's modal filters aim at; their Q says it already.
            accept("target");
            if (!number("ms")) return expected("a time in ms after T60");
        } else {
            return expected(std::string("Fc, Gain, Q or BW Oct instead of \"").append(shown(words_[at_])).append("\""));
        }
        return {};
    }

    tl::expected<std::optional<Band>, std::string> with_default_width(const KindName& kind) {
        switch (kind.kind) {
            case BandKind::low_pass:
            case BandKind::high_pass:
            case BandKind::band_pass:
                band_.width = std::numbers::sqrt2 / 2.0;
                return band_;
            case BandKind::notch:
                band_.width = 30.0;
                return band_;
            case BandKind::low_shelf:
            case BandKind::high_shelf:
                band_.width = 0.9;
                band_.width_unit = WidthUnit::slope;
                return band_;
            case BandKind::peaking:
            case BandKind::all_pass:
                break;
        }
        return expected("Q or BW Oct and a width");
    }

    std::optional<Band> with_slope(const KindName& kind) {
        band_.width = *slope_;
        band_.width_unit = WidthUnit::slope;
        if (kind.corner) {
            const double factor = std::pow(10.0, std::abs(band_.gain_db) / 80.0 / *slope_);
            band_.center_hz *= kind.kind == BandKind::low_shelf ? factor : 1.0 / factor;
        }
        return band_;
    }

    std::vector<std::string> words_;
    std::size_t at_ = 0;
    Band band_{.gain_db = 0.0};
    bool has_center_ = false;
    bool has_gain_ = false;
    std::optional<double> width_;
    std::optional<double> slope_;
};

class Parser {
public:
    explicit Parser(std::string_view name) : name_(name) {}

    Status line(std::string_view text) {
        ++number_;
        text_ = trimmed(text);
        if (text_.empty() || text_.front() == '#') return {};
        for (const auto heading : kIgnoredHeadings) {
            if (same_word(text_.substr(0, heading.size()), heading)) return {};
        }
        const std::size_t colon = text_.find(':');
        if (colon == std::string_view::npos) return wrong("\"Preamp:\", \"Filter:\" or a comment after #");
        const std::string_view command = trimmed(text_.substr(0, colon));
        const std::string_view value = text_.substr(colon + 1);
        if (same_word(command, "Preamp")) return preamp(value);
        if (is_filter(command)) return filter(value);
        if (same_word(command, "Channel")) return channel(value);
        for (const auto ignored : kIgnoredCommands) {
            if (same_word(command, ignored)) return {};
        }
        return wrong("Preamp or Filter; other commands of Equalizer APO would change the sound and cannot be obeyed");
    }

    Result<EqualizerSettings> finish() && {
        if (!found_) {
            return fail(ErrorCode::invalid_argument,
                        name_ + ": expected at least one line with \"Preamp:\" or \"Filter:\"");
        }
        return std::move(settings_);
    }

private:
    static bool is_filter(std::string_view command) {
        constexpr std::string_view kFilter = "Filter";
        if (!same_word(command.substr(0, kFilter.size()), kFilter)) return false;
        return trimmed(command.substr(kFilter.size())).find_first_not_of("0123456789") == std::string_view::npos;
    }

    Status preamp(std::string_view value) {
        const auto words = equalizer_words(value);
        const bool unit_apart = words.size() == 2 && same_word(words[1], "dB");
        const auto level =
            words.size() == 1 || unit_apart ? parse_equalizer_number(words[0], unit_apart ? "" : "dB") : std::nullopt;
        if (!level || std::abs(*level) > kMaxGainDb) return wrong("a level from -100 to 100 dB after Preamp");
        settings_.preamp_db += *level;  // Several apply one after the other.
        found_ = true;
        return {};
    }

    Status filter(std::string_view value) {
        auto band = FilterLine(value).read();
        if (!band) return wrong(band.error());
        found_ = true;
        if (!*band) return {};
        if (settings_.bands.size() == kMaxBands) {
            return wrong("at most " + std::to_string(kMaxBands) + " filters that are ON");
        }
        settings_.bands.push_back(**band);
        return {};
    }

    Status channel(std::string_view value) {
        if (same_word(trimmed(value), "all")) return {};
        return wrong("\"Channel: all\"; a setting for single channels cannot be obeyed");
    }

    Status wrong(const std::string& expected) const {
        return fail(ErrorCode::invalid_argument,
                    name_ + ":" + std::to_string(number_) + ": \"" + shown(text_) + "\": expected " + expected);
    }

    std::string name_;
    std::string_view text_;
    std::size_t number_ = 0;
    bool found_ = false;
    EqualizerSettings settings_;
};

}  // namespace

Result<EqualizerSettings> parse_equalizer_text(std::string_view text, std::string_view name) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    Parser parser(name);
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        if (auto line = parser.line(text.substr(0, end)); !line) return fail(line.error());
        if (end == std::string_view::npos) break;
        text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return std::move(parser).finish();
}

}  // namespace attacca::dsp
