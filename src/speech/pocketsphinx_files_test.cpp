// Small files of our own making; the real model is cut in pocketsphinx_recognizer_test.
#include "speech/pocketsphinx_files.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace attacca::speech {
namespace {

class FileBytes : public std::string {
public:
    using std::string::string;

    template <class Value>
    FileBytes& add(Value value) {
        append(reinterpret_cast<const char*>(&value), sizeof value);
        return *this;
    }

    FileBytes& add_text(std::string_view text) {
        add(static_cast<std::int32_t>(text.size() + 1));
        append(text);
        push_back('\0');
        return *this;
    }
};

class PocketSphinxFiles : public testing::Test {
protected:
    using Check = std::function<Status(const std::filesystem::path&)>;

    ~PocketSphinxFiles() override { std::filesystem::remove(path_); }

    bool whole(const Check& check, const std::string& bytes) const {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
        const Status status = check(path_);
        if (!status) {
            EXPECT_EQ(status.error().code, ErrorCode::damaged);
            EXPECT_EQ(status.error().detail.find(path_.string()), 0U);
        }
        return status.has_value();
    }

    /// Whether a value at a place makes the file refused.
    template <class Value>
    bool refused_with(const Check& check, std::size_t place, Value value) const {
        std::string bytes = bytes_;
        std::memcpy(bytes.data() + place, &value, sizeof value);
        return !whole(check, bytes);
    }

    void expect_no_prefix_is_whole(const Check& check, std::size_t mark_bytes) const {
        ASSERT_TRUE(whole(check, bytes_));
        for (std::size_t bytes = mark_bytes; bytes < bytes_.size(); ++bytes) {
            EXPECT_FALSE(whole(check, bytes_.substr(0, bytes))) << bytes;
        }
    }

    /// Whatever stands there, it is told apart, and nothing is read that is not there (under the sanitizers).
    void expect_to_outlive_mutations(const Check& check) const {
        std::minstd_rand random(7);
        for (int i = 0; i < 2000; ++i) {
            std::string bytes = bytes_;
            for (unsigned change = 0; change <= i % 4U; ++change) {
                bytes[random() % bytes.size()] = static_cast<char>(random());
            }
            (void)whole(check, bytes);
        }
    }

    FileBytes bytes_;

private:
    std::filesystem::path path_ = std::filesystem::path(testing::TempDir()) / "attacca-sphinx-file";
};

/// Two phones and one of them among others; three states each; places of fields by name.
class ModelDefinition : public PocketSphinxFiles {
protected:
    ModelDefinition() {
        bytes_ = "BMDF";
        bytes_.add(std::int32_t{1}).add(std::int32_t{8});
        bytes_ += "fields.\n";
        sizes_ = bytes_.size();
        for (const std::int32_t count : {2, 3, 3, 6, 9, 2, 3, 1, 2, 0}) bytes_.add(count);
        bytes_ += std::string("SIL\0AA\0", 7);
        bytes_ += '\0';  // To a multiple of four.
        branches_ = bytes_.size();
        bytes_.add(std::int16_t{0}).add(std::int16_t{1}).add(std::int32_t{1});
        bytes_.add(std::int16_t{0}).add(std::int16_t{0}).add(std::int32_t{2});
        phones_ = bytes_.size();
        for (std::int32_t phone = 0; phone < 3; ++phone) {
            bytes_.add(phone).add(std::int32_t{phone > 0}).add(std::array<std::uint8_t, 4>{0, 1, 0, 0});
        }
        bytes_.add(std::int32_t{9});
        senones_ = bytes_.size();
        for (std::uint16_t senone = 0; senone < 9; ++senone) bytes_.add(senone);
    }

    std::size_t sizes_ = 0;
    std::size_t branches_ = 0;
    std::size_t phones_ = 0;
    std::size_t senones_ = 0;
};

TEST_F(ModelDefinition, RefusesAFileThatIsCutOff) { expect_no_prefix_is_whole(check_model_definition, 4); }

TEST_F(ModelDefinition, OutlivesMutations) { expect_to_outlive_mutations(check_model_definition); }

TEST_F(ModelDefinition, RefusesWhatPointsElsewhere) {
    const auto refused = [this](std::size_t place, auto value) {
        return refused_with(check_model_definition, place, value);
    };
    EXPECT_TRUE(refused(sizes_ + 4, std::int32_t{1})) << "fewer phones than base phones";
    EXPECT_TRUE(refused(sizes_ + 16, std::int32_t{8})) << "fewer senones than are told";
    EXPECT_TRUE(refused(sizes_ + 24, std::int32_t{2})) << "fewer sequences than are told";
    EXPECT_TRUE(refused(sizes_ + 20, std::int32_t{-1}));
    EXPECT_TRUE(refused(branches_ + 2, std::int16_t{2})) << "branches past the last";
    EXPECT_TRUE(refused(branches_ + 4, std::int32_t{-1}));
    EXPECT_TRUE(refused(branches_ + 12, std::int32_t{3})) << "a phone past the last";
    EXPECT_FALSE(refused(branches_ + 12, std::int32_t{-1})) << "no such phone";
    EXPECT_TRUE(refused(phones_, std::int32_t{3})) << "a sequence past the last";
    EXPECT_TRUE(refused(phones_ + 4, std::int32_t{2})) << "a transition past the last";
    EXPECT_FALSE(refused(phones_ + 9, std::uint8_t{2})) << "a base phone has no context";
    EXPECT_TRUE(refused(phones_ + 24 + 9, std::uint8_t{2}));
    EXPECT_TRUE(refused(senones_ + 16, std::uint16_t{9})) << "a senone past the last";
    EXPECT_FALSE(refused(senones_ + 16, std::uint16_t{8}));
}

TEST_F(ModelDefinition, KnowsPhonesOfDifferentLengths) {
    const std::int32_t differ = 0;
    std::memcpy(bytes_.data() + sizes_ + 8, &differ, sizeof differ);
    bytes_ += std::string("\3\2\4", 3);
    EXPECT_TRUE(whole(check_model_definition, bytes_));
    bytes_.back() = '\5';
    EXPECT_FALSE(whole(check_model_definition, bytes_));
    EXPECT_FALSE(whole(check_model_definition, bytes_.substr(0, bytes_.size() - 1)));
}

TEST_F(ModelDefinition, LeavesFilesOfAnotherKindToTheLibrary) {
    EXPECT_TRUE(whole(check_model_definition, "0.3\n42 n_base\n"));
    EXPECT_TRUE(whole(check_model_definition, ""));
}

/// Two features, three densities, five senones.
class MixtureWeights : public PocketSphinxFiles {
protected:
    void write(int clusters, int bits) {
        bytes_.clear();
        bytes_.add_text("title").add_text("header").add_text("feature_count 2").add_text("mixture_count 3");
        bytes_.add_text("model_count 5").add_text("cluster_count " + std::to_string(clusters));
        bytes_.add_text("cluster_bits " + std::to_string(bits));
        bytes_.add(std::int32_t{3}).append("!!!");
        bytes_.add(std::int32_t{0});
        if (clusters == 0) bytes_.add(std::int32_t{3}).add(std::int32_t{5});
        bytes_ += std::string(clusters == 15 ? 16U : static_cast<unsigned>(clusters), 'c');
        bytes_ += std::string(bits == 4 ? 18 : 30, 'w');
    }
};

TEST_F(MixtureWeights, RefusesAFileThatIsCutOff) {
    for (const int bits : {4, 8}) {
        for (const int clusters : {0, 15, 16}) {
            write(clusters, bits);
            expect_no_prefix_is_whole(check_mixture_weights, 0);
            EXPECT_FALSE(whole(check_mixture_weights, bytes_ + "w"));
        }
    }
}

TEST_F(MixtureWeights, OutlivesMutations) {
    write(0, 8);
    expect_to_outlive_mutations(check_mixture_weights);
}

TEST_F(MixtureWeights, RefusesTextsAndCountsThatTheLibraryCannotHold) {
    const auto refused = [this](const std::string& bytes) { return !whole(check_mixture_weights, bytes); };
    bytes_.clear();
    bytes_.add_text("title")
        .add_text(std::string(1200, 'x'))
        .add(std::int32_t{0})
        .add(std::int32_t{1})
        .add(std::int32_t{1});
    EXPECT_TRUE(refused(bytes_ + "w"));
    bytes_.clear();
    bytes_.add_text("title").add_text("header").add_text("feature_count 0").add(std::int32_t{0});
    bytes_.add(std::int32_t{1}).add(std::int32_t{1});
    EXPECT_TRUE(refused(bytes_));
    write(16, 5);
    EXPECT_TRUE(refused(bytes_));
}

/// Three words, four pairs, two triples.
class LanguageModel : public PocketSphinxFiles {
protected:
    LanguageModel() {
        bytes_ = "Trie Language Model";
        bytes_.add(std::uint8_t{3})
            .add(std::uint32_t{3})
            .add(std::uint32_t{4})
            .add(std::uint32_t{2})
            .add(std::int32_t{1});
        bytes_ += std::string(std::size_t{3} * 65536 * 4, 'q');
        bytes_ += std::string(std::size_t{4} * 12, 'u');
        bytes_ += std::string((5 * (2 + 32 + 2) + 7) / 8 + 8, 'm');
        bytes_ += std::string((3 * (2 + 16) + 7) / 8 + 8, 'l');
        words_ = bytes_.size();
        bytes_.add(std::uint32_t{14});
        bytes_ += std::string("<s>\0</s>\0word\0", 14);
    }

    std::size_t words_ = 0;
};

TEST_F(LanguageModel, RefusesAFileThatIsCutOff) {
    EXPECT_TRUE(whole(check_language_model, bytes_));
    for (const std::size_t bytes :
         {19UL, 20UL, 30UL, 36UL, 5000UL, words_ - 1, words_, words_ + 3, words_ + 4, words_ + 9, bytes_.size() - 1}) {
        EXPECT_FALSE(whole(check_language_model, bytes_.substr(0, bytes))) << bytes;
    }
}

TEST_F(LanguageModel, RefusesOtherCountsThanItHas) {
    EXPECT_TRUE(refused_with(check_language_model, 19, std::uint8_t{0}));
    EXPECT_TRUE(refused_with(check_language_model, 19, std::uint8_t{6}));
    EXPECT_TRUE(refused_with(check_language_model, 20, std::uint32_t{2}));
    EXPECT_TRUE(refused_with(check_language_model, 24, std::uint32_t{0xffffffff}));
    EXPECT_TRUE(refused_with(check_language_model, words_, std::uint32_t{9}));
    EXPECT_TRUE(whole(check_language_model, "\\data\\\nngram 1=3\n")) << "text is the library's to read";
}

}  // namespace
}  // namespace attacca::speech
