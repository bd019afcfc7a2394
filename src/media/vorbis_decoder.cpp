// Ogg Vorbis through libvorbisfile: FFmpeg and libsndfile count its blocks wrongly where sizes change, so that their
// seeks miss by hundreds of frames.
#include <vorbis/codec.h>
// vorbisfile.h defines tables of callbacks that nobody uses.
#define OV_EXCLUDE_STATIC_CALLBACKS
#include <vorbis/vorbisfile.h>

#include <algorithm>
#include <cstdio>

#include "media/decoder_readers.h"
#include "media/sample_conversion.h"
#include "media/vorbis_order.h"

namespace attacca::media {
namespace {

std::size_t read_source(void* bytes, std::size_t size, std::size_t count, void* user) {
    auto& file = *static_cast<SourceFile*>(user);
    const std::ptrdiff_t read = file.read({static_cast<std::byte*>(bytes), size * count});
    return read > 0 ? static_cast<std::size_t>(read) / size : 0;
}

int seek_source(void* user, ogg_int64_t offset, int whence) {
    auto& file = *static_cast<SourceFile*>(user);
    const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.position() : file.size().value_or(0);
    const auto target = static_cast<std::int64_t>(base) + offset;
    return target >= 0 && file.seek(static_cast<std::uint64_t>(target)) ? 0 : -1;
}

long tell_source(void* user) { return static_cast<long>(static_cast<SourceFile*>(user)->position()); }

class VorbisDecoder final : public Decoder {
public:
    explicit VorbisDecoder(SourceFile file) : file_(std::move(file)) {}
    VorbisDecoder(const VorbisDecoder&) = delete;
    VorbisDecoder& operator=(const VorbisDecoder&) = delete;
    ~VorbisDecoder() override {
        if (open_) ov_clear(&vorbis_);
    }

    Status start(const std::string& label) {
        const ov_callbacks callbacks{read_source, seek_source, nullptr, tell_source};
        if (ov_open_callbacks(&file_, &vorbis_, nullptr, 0, callbacks) != 0) {
            return fail(ErrorCode::damaged, label + ": is not Ogg Vorbis, or its beginning is damaged");
        }
        open_ = true;
        const vorbis_info* first = ov_info(&vorbis_, 0);
        const ogg_int64_t total = ov_pcm_total(&vorbis_, -1);
        if (first == nullptr || total <= 0 || !is_plausible(total)) {
            return fail(ErrorCode::damaged, label + ": does not say how long it is");
        }
        info_ = {
            .sample_rate = static_cast<std::uint32_t>(first->rate),
            .channels = static_cast<std::size_t>(first->channels),
            .format = SampleFormat::f32,
            .frames = static_cast<std::uint64_t>(total),
            .codec = "vorbis",
            .container = "ogg",
        };
        return check_limits(label, info_.channels, info_.sample_rate);
    }

    const StreamInfo& info() const noexcept override { return info_; }
    Result<std::size_t> read(std::span<float> out) override { return read_samples(out); }
    Result<std::size_t> read(std::span<std::int32_t> out) override { return read_samples(out); }
    Result<std::size_t> read(std::span<double> out) override { return read_samples(out); }
    std::uint64_t position() const noexcept override { return position_; }
    Damage damage() const override { return damage_; }

    Status seek(std::uint64_t frame) override {
        position_ = std::min(frame, *info_.frames);
        ended_ = position_ == *info_.frames;
        if (ended_ || ov_pcm_seek(&vorbis_, static_cast<ogg_int64_t>(position_)) == 0) return {};
        note_damage("cannot be sought in");
        ended_ = true;
        return {};
    }

private:
    /// A page claims up to 255 packets of 8192 frames; no sane file has more than this.
    bool is_plausible(ogg_int64_t total) const {
        constexpr std::uint64_t kMostFramesPerByte = 8192;
        return static_cast<std::uint64_t>(total) / kMostFramesPerByte <= file_.size().value_or(0);
    }

    template <class Out>
    std::size_t read_samples(std::span<Out> out) {
        const std::uint64_t left = *info_.frames - position_;
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(out.size() / info_.channels, left));
        std::size_t done = 0;
        while (done < wanted && !ended_) {
            const std::size_t count = read_some(out.data() + done * info_.channels, wanted - done);
            done += count;
            position_ += count;
        }
        return done;
    }

    /// Some frames: decoded ones, or silence where the file has a hole. 0: look again, or the end.
    template <class Out>
    std::size_t read_some(Out* out, std::size_t wanted) {
        const ogg_int64_t place = ov_pcm_tell(&vorbis_);
        if (place > static_cast<ogg_int64_t>(position_)) {
            const auto missing = static_cast<std::uint64_t>(place) - position_;
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(missing, wanted));
            std::fill_n(out, count * info_.channels, Out{});
            return count;
        }
        float** channels = nullptr;
        int link = 0;
        constexpr std::size_t kMostFramesAtOnce = 8192;
        const long count =
            ov_read_float(&vorbis_, &channels, static_cast<int>(std::min(wanted, kMostFramesAtOnce)), &link);
        if (count <= 0) {
            on_no_frames(count);
            return 0;
        }
        if (!same_kind(link)) return 0;
        const auto frames = static_cast<std::size_t>(count);
        const auto& order = kVorbisOrder[info_.channels - 1];
        if (info_.channels == 2) {
            convert_stereo(channels[0], channels[1], out, frames);
        } else {
            for (std::size_t c = 0; c < info_.channels; ++c) {
                convert_samples(channels[order[c]], out + c, frames, info_.channels);
            }
        }
        return frames;
    }

    void on_no_frames(long result) {
        constexpr std::uint64_t kMostHoles = 100000;
        if (result == OV_HOLE && damage_.places < kMostHoles) {
            note_damage("a part is missing");
            return;
        }
        note_damage(result == 0 ? "the file ends early" : "the rest cannot be decoded");
        ended_ = true;
    }

    bool same_kind(int link) {
        if (link == link_) return true;
        link_ = link;
        const vorbis_info* now = ov_info(&vorbis_, link);
        if (static_cast<std::size_t>(now->channels) == info_.channels &&
            static_cast<std::uint32_t>(now->rate) == info_.sample_rate) {
            return true;
        }
        note_damage("the stream changes to " + std::to_string(now->rate) + " Hz, " + std::to_string(now->channels) +
                    " channels; the rest is left out");
        ended_ = true;
        return false;
    }

    void note_damage(const std::string& what) {
        if (damage_.places++ == 0) damage_.first = what + " (at frame " + std::to_string(position_) + ")";
    }

    SourceFile file_;
    OggVorbis_File vorbis_{};
    bool open_ = false;
    StreamInfo info_;
    std::uint64_t position_ = 0;
    int link_ = 0;
    bool ended_ = false;
    Damage damage_;
};

}  // namespace

Result<std::unique_ptr<Decoder>> open_vorbis_decoder(const std::string& label, SourceFile file) {
    auto decoder = std::make_unique<VorbisDecoder>(std::move(file));
    if (Status started = decoder->start(label); !started) return fail(started.error());
    return decoder;
}

}  // namespace attacca::media
