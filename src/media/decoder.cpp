#include "attacca/media/decoder.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "media/decoder_readers.h"

namespace attacca::media {
namespace {

/// libsndfile while the file is sound; from the first damage on FFmpeg, which recovers more.
class RelayDecoder final : public Decoder {
public:
    RelayDecoder(std::string source, std::unique_ptr<Decoder> sndfile)
        : source_(std::move(source)), info_(sndfile->info()), current_(std::move(sndfile)) {}

    const StreamInfo& info() const noexcept override { return info_; }
    Result<std::size_t> read(std::span<float> out) override { return read_samples(out); }
    Result<std::size_t> read(std::span<std::int32_t> out) override { return read_samples(out); }
    Result<std::size_t> read(std::span<double> out) override { return read_samples(out); }
    std::uint64_t position() const noexcept override { return current_->position(); }
    Damage damage() const override { return current_->damage(); }

    Status seek(std::uint64_t frame) override {
        if (Status sought = current_->seek(frame); !sought) return sought;
        hand_over_if_damaged(frame);
        return {};
    }

private:
    template <class Sample>
    Result<std::size_t> read_samples(std::span<Sample> out) {
        auto first = current_->read(out);
        if (!first || relayed_ || !hand_over_if_damaged(current_->position())) return first;
        auto rest = current_->read(out.subspan(*first * info_.channels));
        if (!rest) return rest;
        return *first + *rest;
    }

    /// True if FFmpeg goes on at `frame`; what libsndfile read before it was sound.
    bool hand_over_if_damaged(std::uint64_t frame) {
        if (relayed_ || current_->damage().places == 0) return false;
        relayed_ = true;
        auto ffmpeg = open_ffmpeg_decoder(source_);
        if (!ffmpeg) return false;
        const StreamInfo& other = (*ffmpeg)->info();
        if (other.channels != info_.channels || other.sample_rate != info_.sample_rate) return false;
        if (!(*ffmpeg)->seek(frame)) return false;
        current_ = std::move(*ffmpeg);
        return true;
    }

    const std::string source_;
    const StreamInfo info_;
    std::unique_ptr<Decoder> current_;
    bool relayed_ = false;
};

enum class Kind { sndfile, vorbis, other };

/// By its first bytes; names are not to be trusted.
Kind kind_of(const SourceFile& file) {
    std::array<char, 36> head{};
    if (!file.size() || file.read_at(0, std::as_writable_bytes(std::span(head))) != head.size()) return Kind::other;
    const auto has = [&head](std::size_t at, const char* text) {
        return std::memcmp(head.data() + at, text, std::strlen(text)) == 0;
    };
    const bool riff = (has(0, "RIFF") || has(0, "RIFX") || has(0, "RF64")) && has(8, "WAVE");
    const bool aiff = has(0, "FORM") && (has(8, "AIFF") || has(8, "AIFC"));
    constexpr std::size_t kFirstOggPacket = 28;
    if (has(0, "OggS") && has(kFirstOggPacket, "\x01vorbis")) return Kind::vorbis;
    if (riff || aiff || has(0, "fLaC") || has(0, "caff") || has(0, ".snd") || has(0, "riff\x2e\x91\xcf\x11")) {
        return Kind::sndfile;
    }
    return Kind::other;
}

}  // namespace

#ifndef ATTACCA_HAS_FFMPEG
Result<std::unique_ptr<Decoder>> open_ffmpeg_decoder(const std::string& source, std::optional<SourceFile>,
                                                     const std::stop_token&) {
    return fail(ErrorCode::unavailable, source + ": only FFmpeg can read it, and this build is without FFmpeg");
}
#endif

Result<std::unique_ptr<Decoder>> Decoder::open(const std::string& source, Reader reader, const std::stop_token& stop) {
    if (reader == Reader::ffmpeg || source == "-" || is_url(source)) {
        if (reader == Reader::sndfile) return fail(ErrorCode::unsupported, source + ": libsndfile reads files only");
        return open_ffmpeg_decoder(source, std::nullopt, stop);
    }
    auto file = SourceFile::open(source, stop);
    if (!file) return fail(file.error());
    if (reader == Reader::sndfile) return open_sndfile_decoder(source, std::move(*file));
    const Kind kind = kind_of(*file);
    if (kind == Kind::other) return open_ffmpeg_decoder(source, std::move(*file), stop);
    if (kind == Kind::vorbis) {
        if (auto vorbis = open_vorbis_decoder(source, std::move(*file))) return vorbis;
    } else if (auto sndfile = open_sndfile_decoder(source, std::move(*file))) {
        return std::make_unique<RelayDecoder>(source, std::move(*sndfile));
    }
    return open_ffmpeg_decoder(source);
}

}  // namespace attacca::media
