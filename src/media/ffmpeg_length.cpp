#ifdef ATTACCA_HAS_FFMPEG

#include "media/ffmpeg_length.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace attacca::media {
namespace {

std::int64_t to_frames(const FfmpegLibrary& ffmpeg, const AVStream& stream, std::int64_t ticks, std::uint32_t rate) {
    return ffmpeg.av_rescale_rnd(ticks, std::int64_t{stream.time_base.num} * rate, stream.time_base.den,
                                 AV_ROUND_NEAR_INF);
}

/// FFmpeg numbers the codecs by families, those of plain samples first.
bool is_pcm(AVCodecID codec) { return codec >= AV_CODEC_ID_FIRST_AUDIO && codec < AV_CODEC_ID_ADPCM_IMA_QT; }

std::uint32_t big_endian(const std::byte* bytes, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
    return value;
}

/// The length in an mp3's Xing or Info frame, less the delay and padding that LAME noted in it. Empty: there is none,
/// or it tells of another size than the file has, as after a cut or a join.
std::optional<std::uint64_t> length_in_lame_tag(const SourceFile& file, std::uint32_t frames_per_packet) {
    std::array<std::byte, 2048> head{};
    std::uint64_t begin = 0;
    if (file.read_at(0, head) < 10) return std::nullopt;
    if (std::memcmp(head.data(), "ID3", 3) == 0) {
        for (int i = 6; i < 10; ++i) begin = begin << 7 | (std::to_integer<std::uint64_t>(head[i]) & 0x7F);
        begin += 10;
    }
    const std::size_t count = file.read_at(begin, head);
    const std::string_view text(reinterpret_cast<const char*>(head.data()), count);
    const std::size_t tag = std::min(text.find("Xing"), text.find("Info"));
    constexpr std::size_t kTagBytes = 144;
    if (tag == text.npos || tag + kTagBytes > count) return std::nullopt;

    constexpr std::uint32_t kAllFields = 15;  // Only then stands everything where LAME puts it.
    if ((big_endian(&head[tag + 4], 4) & kAllFields) != kAllFields) return std::nullopt;
    const std::uint64_t packets = big_endian(&head[tag + 8], 4);
    const std::uint64_t bytes = big_endian(&head[tag + 12], 4);
    const std::uint64_t held = file.size().value_or(0) - begin;
    constexpr std::uint64_t kTagsBehind = 256 * 1024;  // ID3v1, APE and their pictures.
    if (bytes > held || held - bytes > kTagsBehind || bytes == 0) return std::nullopt;
    const std::uint64_t delay = big_endian(&head[tag + 141], 3) >> 12;
    const std::uint64_t padding = big_endian(&head[tag + 141], 3) & 0xFFF;
    const std::uint64_t all = packets * frames_per_packet;
    if (delay + padding >= all) return std::nullopt;
    return all - delay - padding;
}

/// The total in Apple's gapless note, "… 00000840 000001CA 00000000003F31F6 …".
std::optional<std::uint64_t> length_in_itunes_note(const FfmpegLibrary& ffmpeg, const FfmpegInput& input) {
    const AVDictionaryEntry* note = ffmpeg.av_dict_get(input.format().metadata, "iTunSMPB", nullptr, 0);
    unsigned long long zero = 0, delay = 0, padding = 0, total = 0;
    if (note == nullptr || std::sscanf(note->value, "%llx %llx %llx %llx", &zero, &delay, &padding, &total) != 4) {
        return std::nullopt;
    }
    return total > 0 ? std::optional<std::uint64_t>(total) : std::nullopt;
}

/// Reads every packet. Demuxing costs a tenth of decoding.
std::optional<std::uint64_t> length_of_packets(const FfmpegLibrary& ffmpeg, FfmpegInput& input, std::uint32_t rate) {
    if (!input.seek(0)) return std::nullopt;
    AVPacket* packet = ffmpeg.av_packet_alloc();
    std::int64_t ticks = 0;
    std::int64_t trimmed = 0;
    while (input.next(*packet) == FfmpegInput::Next::packet) {
        ticks += packet->duration;
        for (int i = 0; i < packet->side_data_elems; ++i) {
            const AVPacketSideData& side = packet->side_data[i];
            if (side.type != AV_PKT_DATA_SKIP_SAMPLES || side.size < 8) continue;
            std::uint32_t skipped[2];  // At the packet's beginning and end; FFmpeg stores them low byte first.
            std::memcpy(skipped, side.data, sizeof skipped);
            trimmed += std::int64_t{skipped[0]} + skipped[1];
        }
        ffmpeg.av_packet_unref(packet);
    }
    ffmpeg.av_packet_free(&packet);
    const std::int64_t frames = to_frames(ffmpeg, input.stream(), ticks, rate) - trimmed;
    return frames > 0 ? std::optional<std::uint64_t>(frames) : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> count_frames(const FfmpegLibrary& ffmpeg, FfmpegInput& input, std::uint32_t sample_rate,
                                          std::int64_t first_packet) {
    const AVStream& stream = input.stream();
    const std::string_view container = input.format().iformat->name;
    const AVCodecID codec = input.parameters().codec_id;
    const bool says = std::ranges::any_of(std::array{"flac", "ogg", "wav", "w64", "aiff", "au", "tta", "wv"},
                                          [&](std::string_view name) { return container == name; }) ||
                      container.starts_with("mov") || (container == "caf" && is_pcm(codec));
    if (says && stream.duration > 0) {
        const std::int64_t all = to_frames(ffmpeg, stream, stream.duration, sample_rate);
        const auto played =
            static_cast<std::uint64_t>(std::max<std::int64_t>(all + std::min<std::int64_t>(first_packet, 0), 0));
        const auto noted = length_in_itunes_note(ffmpeg, input);
        return noted && *noted < played ? *noted : played;
    }
    if (container == "mp3" && codec == AV_CODEC_ID_MP3) {
        const std::uint32_t frames_per_packet = sample_rate >= 32000 ? 1152 : 576;
        if (const auto length = length_in_lame_tag(*input.file(), frames_per_packet)) return length;
    }
    if (container == "mp3" || container == "aac" || container == "flac") {
        return length_of_packets(ffmpeg, input, sample_rate);
    }
    return std::nullopt;
}

}  // namespace attacca::media

#endif
