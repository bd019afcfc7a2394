# Installs the program, the libraries and headers, a CMake package and a pkg-config file.
