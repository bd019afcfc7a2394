#include "track_facts.h"

#include <filesystem>

#include "attacca/media/decoder.h"
#include "attacca/media/tags.h"

namespace attacca::studio {
namespace {

QString without_source(const std::string& detail, const std::string& source) {
    const QString text = QString::fromStdString(detail);
    const QString start = QString::fromStdString(source) + QStringLiteral(": ");
    return text.startsWith(start) ? text.mid(start.size()) : text;
}

/// What is read for its facts could not be played any more, or is asked for over the network twice.
bool is_spent_by_reading(const std::string& source) {
    std::error_code ignored;
    return source == "-" || source.find("://") != std::string::npos || std::filesystem::is_fifo(source, ignored);
}

}  // namespace

TrackFacts read_track_facts(const std::string& source) {
    TrackFacts facts;
    const auto decoder = media::Decoder::open(source);
    if (!decoder) {
        facts.problem = without_source(decoder.error().detail, source);
        return facts;
    }
    const media::StreamInfo& info = (*decoder)->info();
    const auto frames = info.frames ? info.frames : info.estimated_frames;
    if (frames && info.sample_rate > 0) facts.duration_s = static_cast<double>(*frames) / info.sample_rate;
    if (const auto tags = media::read_tags(source)) {
        facts.title = QString::fromStdString(tags->title);
        facts.artist = QString::fromStdString(tags->artist);
    }
    return facts;
}

TrackFactsReader::TrackFactsReader(Playlist& playlist) : playlist_(playlist) {
    reader_.setMaxThreadCount(1);
    connect(&playlist_, &Playlist::tracks_changed, this, &TrackFactsReader::read_new);
}

TrackFactsReader::~TrackFactsReader() {
    leaving_ = true;
    reader_.clear();
    reader_.waitForDone();
}

void TrackFactsReader::read_new() {
    for (const auto& track : playlist_.take_unasked()) {
        if (is_spent_by_reading(track.source)) continue;
        reader_.start([this, source = track.source] {
            if (leaving_) return;
            auto facts = read_track_facts(source);
            QMetaObject::invokeMethod(this, [this, source, facts] { playlist_.tell_facts(source, facts); });
        });
    }
}

}  // namespace attacca::studio
