#include "attacca/player/preset_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "media/signal_test.h"

namespace attacca::player {
namespace {

namespace fs = std::filesystem;
using media::test::Folder;

const dsp::EqualizerSettings kMine{.preamp_db = -3.5, .bands = {{.center_hz = 105.0, .gain_db = 6.0, .width = 0.7}}};

std::vector<std::string> names_of(const PresetStore& store, PresetOwner owner) {
    std::vector<std::string> names;
    for (const auto& entry : store.list()) {
        if (entry.owner == owner) names.push_back(entry.name);
    }
    return names;
}

TEST(PresetStore, KeepsAndListsWhatTheUserSaves) {
    const Folder folder;
    const PresetStore store(folder.file("config/presets"));
    EXPECT_TRUE(names_of(store, PresetOwner::user).empty());
    EXPECT_EQ(names_of(store, PresetOwner::attacca).front(), "flat");
    ASSERT_TRUE(store.save("two", {}));
    ASSERT_TRUE(store.save("Küche, laut", kMine));
    EXPECT_EQ(names_of(store, PresetOwner::user), (std::vector<std::string>{"Küche, laut", "two"}));
    const PresetStore again(store.folder());
    const auto loaded = again.load("Küche, laut");
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(*loaded, kMine);
    EXPECT_EQ(*again.load("rock"), *dsp::load_equalizer("rock"));
    ASSERT_TRUE(store.save("two", kMine));
    EXPECT_EQ(*store.load("two"), kMine);
    ASSERT_TRUE(store.remove("two"));
    EXPECT_FALSE(store.load("two"));
    EXPECT_EQ(store.remove("two").error().code, ErrorCode::not_found);
}

TEST(PresetStore, RefusesNamesThatAreNoFilesAndItsOwn) {
    const Folder folder;
    const PresetStore store(folder.file("presets"));
    for (const char* name : {"", "flat", ".hidden", "../escape", "a/b", "tab\there"}) {
        EXPECT_EQ(store.save(name, kMine).error().code, ErrorCode::invalid_argument) << name;
        EXPECT_FALSE(store.remove(name)) << name;
    }
    EXPECT_FALSE(store.save(std::string(101, 'x'), kMine));
    EXPECT_FALSE(store.load("../presets"));
    EXPECT_FALSE(fs::exists(folder.file("presets")));
}

TEST(PresetStore, AFailedSaveLeavesWhatWasThere) {
    const Folder folder;
    const auto blocked = folder.write("blocked", "not a folder");
    EXPECT_FALSE(PresetStore(blocked).save("mine", kMine));
    const PresetStore store(folder.file("presets"));
    ASSERT_TRUE(store.save("mine", kMine));
    fs::create_directory(store.folder() + "/taken.txt");  // Stands where the file would go.
    EXPECT_FALSE(store.save("taken", kMine));
    EXPECT_EQ(std::distance(fs::directory_iterator(store.folder()), fs::directory_iterator()), 2);
    EXPECT_EQ(*store.load("mine"), kMine);
}

TEST(PresetStore, ImportsAutoEqFilesUnderTheirNames) {
    const Folder folder;
    const PresetStore store(folder.file("presets"));
    const auto path =
        folder.write("HD 650 ParametricEQ.txt", "Preamp: -6,1 dB\nFilter 1: ON PK Fc 105 Hz Gain 5.5 dB Q 0.70\n");
    EXPECT_EQ(store.import_file(path).value_or(""), "HD 650");
    EXPECT_EQ(store.import_file(path).value_or(""), "HD 650 2");
    EXPECT_DOUBLE_EQ(store.load("HD 650")->preamp_db, -6.1);
    EXPECT_EQ(store.import_file(folder.write("flat.txt", "Preamp: -1 dB\n")).value_or(""), "flat 2");
    EXPECT_FALSE(store.import_file(folder.file("absent.txt")));
}

TEST(PresetStore, NamesFileAndLineOfAnErrorAndKeepsNothing) {
    const Folder folder;
    const PresetStore store(folder.file("presets"));
    const auto path = folder.write("bad.txt", "Preamp: -6 dB\nFilter 1: ON PK Fc loud\n");
    const auto imported = store.import_file(path);
    ASSERT_FALSE(imported);
    EXPECT_NE(imported.error().detail.find("bad.txt:2"), std::string::npos) << imported.error().detail;
    EXPECT_TRUE(names_of(store, PresetOwner::user).empty());
}

TEST(PresetStore, RemembersOnePresetForEachDevice) {
    const Folder folder;
    const PresetStore store(folder.file("presets"));
    EXPECT_FALSE(store.of_device("pipewire:usb"));
    ASSERT_TRUE(store.save("mine", kMine));
    ASSERT_TRUE(store.set_of_device("pipewire:usb", "mine"));
    ASSERT_TRUE(store.set_of_device("pipewire:hdmi", "rock"));
    EXPECT_FALSE(store.set_of_device("pipewire:hdmi", "no such preset"));
    const PresetStore again(store.folder());
    EXPECT_EQ(again.of_device("pipewire:usb"), "mine");
    EXPECT_EQ(again.of_device("pipewire:hdmi"), "rock");
    ASSERT_TRUE(store.set_of_device("pipewire:hdmi", std::nullopt));
    EXPECT_FALSE(again.of_device("pipewire:hdmi"));
    ASSERT_TRUE(store.remove("mine"));
    EXPECT_FALSE(again.of_device("pipewire:usb"));
    EXPECT_EQ(names_of(store, PresetOwner::user), std::vector<std::string>{}) << "the table is no preset";
}

TEST(PresetStore, ADamagedTableOfDevicesIsNoObstacle) {
    const Folder folder;
    const PresetStore store(folder.file("presets"));
    ASSERT_TRUE(store.save("mine", kMine));
    folder.write("presets/devices.tsv", std::string("nonsense\n\tmine\n\0\xFF", 16));
    EXPECT_FALSE(store.of_device("pipewire:usb"));
    ASSERT_TRUE(store.set_of_device("pipewire:usb", "mine"));
    EXPECT_EQ(store.of_device("pipewire:usb"), "mine");
}

}  // namespace
}  // namespace attacca::player
