#include "media/encoder_format.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <system_error>
#include <vector>

#include "attacca/base/nearest_name.h"
#include "media/decoder_readers.h"

namespace attacca::media {
namespace {

struct Container {
    std::string_view extension;
    int type;
    int lossy_subtype;  // 0: keeps samples.
    int widest_integer_bits;
    bool floats;
};

// RF64 is written as plain wav with a gap in its header, and becomes RF64 only past 4 GiB.
constexpr std::array kContainers = {
    Container{"wav", SF_FORMAT_RF64, 0, 32, true},
    Container{"wave", SF_FORMAT_RF64, 0, 32, true},
    Container{"aiff", SF_FORMAT_AIFF, 0, 32, true},
    Container{"aif", SF_FORMAT_AIFF, 0, 32, true},
    Container{"flac", SF_FORMAT_FLAC, 0, 24, false},
    Container{"ogg", SF_FORMAT_OGG, SF_FORMAT_VORBIS, 0, true},
    Container{"oga", SF_FORMAT_OGG, SF_FORMAT_VORBIS, 0, true},
    Container{"opus", SF_FORMAT_OGG, SF_FORMAT_OPUS, 0, true},
    Container{"mp3", SF_FORMAT_MPEG, SF_FORMAT_MPEG_LAYER_III, 0, true},
    Container{"caf", SF_FORMAT_CAF, 0, 32, true},
    Container{"w64", SF_FORMAT_W64, 0, 32, true},
    Container{"au", SF_FORMAT_AU, 0, 32, true},
    Container{"snd", SF_FORMAT_AU, 0, 32, true},
};

std::string extension(const std::string& path) {
    std::string text = std::filesystem::path(path).extension().string();
    if (!text.empty()) text.erase(0, 1);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

const Container* find_container(const std::string& path) {
    const std::string wanted = path == "-" ? "wav" : extension(path);
    const auto found = std::find_if(kContainers.begin(), kContainers.end(),
                                    [&](const Container& container) { return container.extension == wanted; });
    return found == kContainers.end() ? nullptr : &*found;
}

int subtype(const Container& container, SampleFormat format) {
    if (container.lossy_subtype != 0) return container.lossy_subtype;
    const bool unsigned_bytes = container.type == SF_FORMAT_RF64 || container.type == SF_FORMAT_W64;
    switch (format) {
        case SampleFormat::i8:
            return unsigned_bytes ? SF_FORMAT_PCM_U8 : SF_FORMAT_PCM_S8;
        case SampleFormat::i16:
            return SF_FORMAT_PCM_16;
        case SampleFormat::i24:
            return SF_FORMAT_PCM_24;
        case SampleFormat::i32:
            return SF_FORMAT_PCM_32;
        case SampleFormat::f32:
            return SF_FORMAT_FLOAT;
        case SampleFormat::f64:
            return SF_FORMAT_DOUBLE;
    }
    return 0;
}

bool holds(const Container& container, SampleFormat format) {
    if (container.lossy_subtype != 0) return true;
    return is_integer(format) ? bits(format) <= container.widest_integer_bits : container.floats;
}

Status check_rate(const std::string& path, const Container& container, std::uint32_t rate) {
    const auto one_of = [&](std::string_view codec, std::initializer_list<std::uint32_t> rates) -> Status {
        if (std::find(rates.begin(), rates.end(), rate) != rates.end()) return {};
        std::string list;
        for (const std::uint32_t possible : rates) list += (list.empty() ? "" : ", ") + std::to_string(possible);
        return fail(ErrorCode::unsupported, path + ": " + std::string(codec) + " has no sample rate of " +
                                                std::to_string(rate) + " Hz; choose --rate " + list);
    };
    if (container.lossy_subtype == SF_FORMAT_OPUS) return one_of("opus", {48000, 24000, 16000, 12000, 8000});
    if (container.lossy_subtype == SF_FORMAT_MPEG_LAYER_III) {
        return one_of("mp3", {48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000});
    }
    return {};
}

}  // namespace

Result<int> sndfile_format(const std::string& path, const EncoderSpec& spec) {
    const Container* container = find_container(path);
    if (container == nullptr) {
        if (std::error_code ignored; std::filesystem::is_directory(path, ignored)) {
            return fail(ErrorCode::invalid_argument, path + ": is a folder; name a file in it");
        }
        std::vector<std::string> names;
        for (const Container& known : kContainers) names.emplace_back(known.extension);
        const std::string near = nearest_name(extension(path), names);
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
        return fail(ErrorCode::unsupported,
                    path + ": the extension names no format that can be written" +
                        (near.empty() ? "" : "; did you mean " + near + "?") + " (" + list + ")");
    }
    if (!holds(*container, spec.format)) {
        return fail(ErrorCode::unsupported, path + ": " + std::string(container->extension) + " cannot hold " +
                                                std::string(name(spec.format)) + "; choose --format " +
                                                std::string(name(storable_format(path, spec.format))));
    }
    if (Status limits = check_limits(path, spec.channels, spec.sample_rate); !limits) return fail(limits.error());
    if (container->lossy_subtype == SF_FORMAT_MPEG_LAYER_III && spec.channels > 2) {
        return fail(ErrorCode::unsupported, path + ": mp3 holds one or two channels, not " +
                                                std::to_string(spec.channels) +
                                                "; write another format, or mix down first");
    }
    if (Status rate = check_rate(path, *container, spec.sample_rate); !rate) return fail(rate.error());
    // Standard output cannot be rewound to turn a header into RF64.
    const int type = path == "-" ? static_cast<int>(SF_FORMAT_WAV) : container->type;
    return type | subtype(*container, spec.format);
}

bool is_lossy(int format) {
    const int type = format & SF_FORMAT_TYPEMASK;
    return type == SF_FORMAT_OGG || type == SF_FORMAT_MPEG;
}

TagPlace tag_place(int format) {
    switch (format & SF_FORMAT_TYPEMASK) {
        case SF_FORMAT_RF64:
            return TagPlace::wav;
        case SF_FORMAT_AIFF:
            return TagPlace::aiff;
        case SF_FORMAT_MPEG:
            return TagPlace::mp3;
        default:
            return TagPlace::by_libsndfile;
    }
}

bool is_pcm(int format) { return !is_lossy(format) && (format & SF_FORMAT_TYPEMASK) != SF_FORMAT_FLAC; }

bool keeps_samples(const std::string& path) {
    const Container* container = find_container(path);
    return container != nullptr && container->lossy_subtype == 0;
}

SampleFormat storable_format(const std::string& path, SampleFormat wanted) {
    const Container* container = find_container(path);
    return container == nullptr || holds(*container, wanted) ? wanted : SampleFormat::i24;
}

}  // namespace attacca::media
