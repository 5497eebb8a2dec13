/// A library of NVIDIA's that is opened at run time.
package enum CUDALibrary: String, Sendable, CaseIterable {
    /// The GPU's driver.
    case driver
    /// The compiler of kernels.
    case nvrtc
    /// Matrix products, for comparison.
    case blasLt

    /// What the library is called in messages.
    package var title: String {
        switch self {
        case .driver: "driver"
        case .nvrtc: "NVRTC"
        case .blasLt: "cuBLASLt"
        }
    }

    /// The file's names, the best first. Each major version has functions of the same form.
    var fileNames: [String] {
        switch self {
        case .driver: ["libcuda.so.1"]
        case .nvrtc: ["libnvrtc.so.13", "libnvrtc.so.12"]
        case .blasLt: ["libcublasLt.so.13", "libcublasLt.so.12"]
        }
    }

    /// Where the library lies in a Python's `site-packages`, or in a folder that pip filled.
    var packageFolders: [String] {
        switch self {
        case .driver: []
        case .nvrtc: ["nvidia/cu13/lib", "nvidia/cuda_nvrtc/lib"]
        case .blasLt: ["nvidia/cu13/lib", "nvidia/cublas/lib"]
        }
    }

    /// How to get it.
    package var remedy: String {
        switch self {
        case .driver:
            "install NVIDIA's driver, e.g. apt-get install nvidia-driver; in a container, start it "
                + "with the GPU (docker run --gpus all)"
        case .nvrtc:
            "pip install nvidia-cuda-nvrtc, or name the folder of libnvrtc.so.13 in SYNTHGEN_CUDA"
        case .blasLt:
            "pip install nvidia-cublas, or name the folder of libcublasLt.so.13 in SYNTHGEN_CUDA"
        }
    }
}
