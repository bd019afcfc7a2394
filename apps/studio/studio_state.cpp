#include "studio_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::studio {
namespace {

constexpr int kFormat = 1;

const QStringList kReplayGains{QStringLiteral("off"), QStringLiteral("track"), QStringLiteral("album")};
const QStringList kRepeats{QStringLiteral("off"), QStringLiteral("all"), QStringLiteral("one")};
const QStringList kSwitches{QStringLiteral("off"), QStringLiteral("on")};

template <class T>
QString name_of(T value, const QStringList& names) {
    return names.at(static_cast<int>(value));
}

template <class T>
void take_name(const QJsonObject& json, const char* key, const QStringList& names, T& value) {
    const auto index = names.indexOf(json[QLatin1String(key)].toString());
    if (index >= 0) value = static_cast<T>(index);
}

void take_number(const QJsonObject& json, const char* key, double low, double high, double& value) {
    const double read = json[QLatin1String(key)].toDouble(std::nan(""));
    if (read >= low && read <= high) value = read;
}

void take_count(const QJsonObject& json, const char* key, std::size_t high, std::size_t& value) {
    auto number = static_cast<double>(value);
    take_number(json, key, 0.0, static_cast<double>(high), number);
    value = static_cast<std::size_t>(number);
}

QJsonObject track_json(const media::Track& track) {
    QJsonObject json{{QStringLiteral("source"), QString::fromStdString(track.source)}};
    if (!track.title.empty()) json[QStringLiteral("title")] = QString::fromStdString(track.title);
    if (track.start_s > 0.0) json[QStringLiteral("start_s")] = track.start_s;
    if (track.end_s) json[QStringLiteral("end_s")] = *track.end_s;
    return json;
}

media::Track read_track(const QJsonObject& json) {
    media::Track track{.source = json[QStringLiteral("source")].toString().toStdString(),
                       .title = json[QStringLiteral("title")].toString().toStdString()};
    track.start_s = std::max(0.0, json[QStringLiteral("start_s")].toDouble());
    if (json.contains(QStringLiteral("end_s"))) track.end_s = json[QStringLiteral("end_s")].toDouble();
    return track;
}

QJsonObject equalizer_json(const EqualizerPair& pair) {
    QJsonArray settings;
    for (std::size_t i = 0; i < pair.settings.size(); ++i) {
        settings.append(
            QJsonObject{{QStringLiteral("text"), QString::fromStdString(dsp::format_equalizer_text(pair.settings[i]))},
                        {QStringLiteral("preset"), pair.presets[i]}});
    }
    return {{QStringLiteral("settings"), settings},
            {QStringLiteral("heard"), static_cast<int>(pair.heard)},
            {QStringLiteral("bypass"), name_of(pair.bypass, kSwitches)}};
}

void take_equalizer(const QJsonObject& json, EqualizerPair& pair) {
    const QJsonArray settings = json[QStringLiteral("settings")].toArray();
    for (int i = 0; i < std::min<int>(2, static_cast<int>(settings.size())); ++i) {
        const QJsonObject one = settings.at(i).toObject();
        auto parsed = dsp::parse_equalizer_text(one[QStringLiteral("text")].toString().toStdString(), "state");
        if (!parsed) continue;
        pair.settings[static_cast<std::size_t>(i)] = std::move(*parsed);
        pair.presets[static_cast<std::size_t>(i)] = one[QStringLiteral("preset")].toString();
    }
    take_count(json, "heard", 1, pair.heard);
    take_name(json, "bypass", kSwitches, pair.bypass);
}

}  // namespace

EqualizerPair first_equalizer() {
    const dsp::EqualizerPreset& flat = dsp::equalizer_presets().front();
    EqualizerPair pair;
    pair.settings.fill(flat.settings);
    pair.presets.fill(QString::fromUtf8(flat.name.data(), static_cast<qsizetype>(flat.name.size())));
    return pair;
}

QByteArray state_text(const StudioState& state) {
    QJsonArray tracks;
    for (const auto& track : state.tracks) tracks.append(track_json(track));
    const QJsonObject json{{QStringLiteral("format"), kFormat},
                           {QStringLiteral("geometry"), QString::fromLatin1(state.geometry.toBase64())},
                           {QStringLiteral("page"), state.page},
                           {QStringLiteral("theme"), state.theme},
                           {QStringLiteral("device"), state.device},
                           {QStringLiteral("block_frames"), static_cast<int>(state.block_frames)},
                           {QStringLiteral("tracks"), tracks},
                           {QStringLiteral("track"), static_cast<int>(state.track)},
                           {QStringLiteral("position_s"), state.position_s},
                           {QStringLiteral("volume"), state.volume},
                           {QStringLiteral("equalizer"), equalizer_json(state.equalizer)},
                           {QStringLiteral("replaygain"), name_of(state.replaygain, kReplayGains)},
                           {QStringLiteral("limiter"), name_of(state.limiter, kSwitches)},
                           {QStringLiteral("repeat"), name_of(state.repeat, kRepeats)},
                           {QStringLiteral("speed"), state.speed},
                           {QStringLiteral("spectrum_style"), state.spectrum_style},
                           {QStringLiteral("pages"), state.pages}};
    return QJsonDocument(json).toJson();
}

Result<StudioState> parse_state(const QByteArray& text) {
    QJsonParseError wrong;
    const QJsonObject json = QJsonDocument::fromJson(text, &wrong).object();
    if (wrong.error != QJsonParseError::NoError) {
        return fail(ErrorCode::damaged, wrong.errorString().toStdString() + " at byte " + std::to_string(wrong.offset));
    }
    const int format = json[QStringLiteral("format")].toInt();
    if (format != kFormat) return fail(ErrorCode::damaged, "its format is " + std::to_string(format) + ", not 1");

    StudioState state;
    state.equalizer = first_equalizer();
    state.geometry = QByteArray::fromBase64(json[QStringLiteral("geometry")].toString().toLatin1());
    state.page = json[QStringLiteral("page")].toString();
    state.theme = json[QStringLiteral("theme")].toString(state.theme);
    state.device = json[QStringLiteral("device")].toString();
    take_count(json, "block_frames", 16384, state.block_frames);
    for (const auto& track : json[QStringLiteral("tracks")].toArray()) {
        auto read = read_track(track.toObject());
        if (!read.source.empty()) state.tracks.push_back(std::move(read));
    }
    if (!state.tracks.empty()) take_count(json, "track", state.tracks.size() - 1, state.track);
    take_number(json, "position_s", 0.0, 1e9, state.position_s);
    take_number(json, "volume", 0.0, 1.0, state.volume);
    take_equalizer(json[QStringLiteral("equalizer")].toObject(), state.equalizer);
    take_name(json, "replaygain", kReplayGains, state.replaygain);
    take_name(json, "limiter", kSwitches, state.limiter);
    take_name(json, "repeat", kRepeats, state.repeat);
    take_number(json, "speed", 0.25, 4.0, state.speed);
    state.spectrum_style = json[QStringLiteral("spectrum_style")].toString(state.spectrum_style);
    state.pages = json[QStringLiteral("pages")].toObject();
    return state;
}

}  // namespace attacca::studio
