#include "segment_cutter.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "text.h"

namespace attacca::app {

SegmentCutter::SegmentCutter(std::filesystem::path folder, const media::EncoderSpec& spec, std::size_t kept_frames)
    : folder_(std::move(folder)), spec_(spec), kept_frames_(kept_frames) {}

Result<SegmentCutter> SegmentCutter::create(const std::filesystem::path& folder, const media::EncoderSpec& spec,
                                            std::size_t kept_frames) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::permission, folder.string() + ": the folder cannot be made: " + error.message());
    SegmentCutter cutter(folder, spec, kept_frames);
    if (const auto first = cutter.path_of(1); std::filesystem::exists(first, error)) {
        return fail(ErrorCode::invalid_argument,
                    first.string() + ": is there from an earlier cut; remove it, or name another folder");
    }
    return cutter;
}

std::filesystem::path SegmentCutter::path_of(std::size_t number) const {
    return folder_ / formatted("%04zu.wav", number);
}

Status SegmentCutter::take(ConstAudioBlock block) {
    kept_.insert(kept_.end(), block.samples().begin(), block.samples().end());
    const std::size_t frames = kept_.size() / spec_.channels;
    if (frames < 2 * kept_frames_) return {};
    const std::uint64_t keep_from = first_kept_ + frames - kept_frames_;
    if (encoder_) {
        if (auto written = write_until(keep_from); !written) return written;
    }
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>((keep_from - first_kept_) * spec_.channels));
    first_kept_ = keep_from;
    return {};
}

Status SegmentCutter::begin(std::uint64_t first_frame) {
    auto encoder = media::Encoder::open(path_of(files_ + 1).string(), spec_);
    if (!encoder) return fail(encoder.error());
    encoder_ = *std::move(encoder);
    ++files_;
    written_ = std::max(first_frame, first_kept_);
    return {};
}

Result<std::string> SegmentCutter::end(std::uint64_t end_frame) {
    if (auto written = write_until(end_frame); !written) return fail(written.error());
    if (auto finished = encoder_->finish(); !finished) return fail(finished.error());
    encoder_.reset();
    return path_of(files_).string();
}

Status SegmentCutter::write_until(std::uint64_t end_frame) {
    const std::uint64_t end = std::min<std::uint64_t>(end_frame, first_kept_ + kept_.size() / spec_.channels);
    if (end <= written_) return {};
    const std::size_t first = static_cast<std::size_t>(written_ - first_kept_) * spec_.channels;
    const std::size_t count = static_cast<std::size_t>(end - written_) * spec_.channels;
    written_ = end;
    return encoder_->write(std::span<const float>(kept_).subspan(first, count));
}

}  // namespace attacca::app
