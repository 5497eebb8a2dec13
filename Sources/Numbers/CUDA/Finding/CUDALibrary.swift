/// An NVIDIA library that is opened at run time.
package enum CUDALibrary: String, Sendable, CaseIterable {
    /// The GPU's driver.
    case driver
    /// NVRTC, the kernel compiler.
    case nvrtc
    /// cuBLASLt, whose matrix products ours are compared with.
    case blasLt
    /// NCCL, which sums over several GPUs.
    case nccl

    /// The library's name in messages.
    package var title: String {
        switch self {
        case .driver: "driver"
        case .nvrtc: "NVRTC"
        case .blasLt: "cuBLASLt"
        case .nccl: "NCCL"
        }
    }

    /// File names, the best first. The functions that we call are the same in each major version.
    var fileNames: [String] {
        switch self {
        case .driver: ["libcuda.so.1"]
        case .nvrtc: ["libnvrtc.so.13", "libnvrtc.so.12"]
        case .blasLt: ["libcublasLt.so.13", "libcublasLt.so.12"]
        case .nccl: ["libnccl.so.2"]
        }
    }

    /// Folders of the library within Python's `site-packages`, or a folder that pip installs into.
    var packageFolders: [String] {
        switch self {
        case .driver: []
        case .nvrtc: ["nvidia/cu13/lib", "nvidia/cuda_nvrtc/lib"]
        case .blasLt: ["nvidia/cu13/lib", "nvidia/cublas/lib"]
        case .nccl: ["nvidia/nccl/lib"]
        }
    }

    /// How to install the library, for messages.
    package var remedy: String {
        switch self {
        case .driver:
            "install NVIDIA's driver, e.g. apt-get install nvidia-driver; in a container, start it "
                + "with the GPU (docker run --gpus all)"
        case .nvrtc:
            "pip install nvidia-cuda-nvrtc, or name the folder of libnvrtc.so.13 in SYNTHGEN_CUDA"
        case .blasLt:
            "pip install nvidia-cublas, or name the folder of libcublasLt.so.13 in SYNTHGEN_CUDA"
        case .nccl:
            "pip install nvidia-nccl-cu13 (nvidia-nccl-cu12 for a driver of CUDA 12), or name the "
                + "folder of libnccl.so.2 in SYNTHGEN_CUDA"
        }
    }
}
