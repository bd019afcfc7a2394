// For the asan preset: leaks of libraries that are not ours.

/// libvorbisenc 1.3.7 keeps 3 kB for each encoder of six channels that libsndfile opens.
extern "C" const char* __lsan_default_suppressions() { return "leak:vorbis_encode_setup_init\n"; }
