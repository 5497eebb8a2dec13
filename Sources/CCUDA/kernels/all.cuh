// Every kernel's file, for those who compile all of them as one program.
#include "add.cu"
