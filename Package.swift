// swift-tools-version: 6.2
import PackageDescription

// Declared above `package`: SwiftPM reads a later top-level constant as empty.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

let nio: (String) -> Target.Dependency = { .product(name: $0, package: "swift-nio") }
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")

let package = Package(
    name: "bangui",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "bangui", targets: ["bangui"]),
        .library(name: "Fail2ban", targets: ["Fail2ban"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Pickle", swiftSettings: settings),
        .target(
            name: "Fail2ban",
            dependencies: ["Pickle", nio("NIOCore"), nio("NIOPosix"), logging],
            swiftSettings: settings),
        .target(
            name: "Host",
            dependencies: ["Fail2ban", "CSQLite", "CZlib", crypto, nio("NIOCore"), nio("NIOPosix"), logging],
            swiftSettings: settings),
        .target(
            name: "Outbound",
            dependencies: ["Fail2ban", "CCurl", "CZlib", logging],
            swiftSettings: settings),
        .target(
            name: "Agent",
            dependencies: ["Host", "Fail2ban", nio("NIOCore"), nio("NIOPosix"), lifecycle, logging],
            swiftSettings: settings),
        .target(
            name: "Storage",
            dependencies: ["CSQLite", "CPostgreSQL", "CMemory", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(name: "Geo", dependencies: ["Fail2ban", "CMaxMindDB"], swiftSettings: settings),
        .target(
            name: "Console",
            dependencies: [
                "Host", "Outbound", "Geo", "Fail2ban", "Storage", "CPasswordHash", "CMemory", "CClock", crypto,
                cryptoExtras,
                lifecycle, logging,
            ],
            swiftSettings: settings),
        .target(name: "HTML", swiftSettings: settings),
        .target(
            name: "Web",
            dependencies: [
                "Console", "Host", "Geo", "Fail2ban", "HTML", "CAssets", "CZlib", crypto, hummingbird,
                .product(name: "HummingbirdCore", package: "hummingbird"), nio("NIOCore"), lifecycle, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Demo",
            dependencies: ["Fail2ban", lifecycle, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "bangui",
            dependencies: [
                "Web", "Console", "Agent", "Host", "Outbound", "Geo", "Fail2ban", "Storage", "Demo", arguments,
                lifecycle,
                logging,
                nio("NIOCore"), nio("NIOPosix"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),

        // C shims: narrow, each seen by one or two targets only.
        .target(name: "CPasswordHash", linkerSettings: [.linkedLibrary("argon2")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CAssets"),
        .target(name: "CMemory"),
        .target(name: "CClock"),
        .target(name: "CMaxMindDB", linkerSettings: [.linkedLibrary("maxminddb")]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        .target(
            name: "TestSupport",
            dependencies: ["Fail2ban", "Storage", nio("NIOCore"), nio("NIOPosix"), logging],
            path: "Tests/Support",
            swiftSettings: settings),
        .executableTarget(
            name: "storage-torture", dependencies: ["Storage"], path: "Tests/Torture", swiftSettings: settings),
        .testTarget(name: "PickleTests", dependencies: ["Pickle", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "Fail2banTests",
            dependencies: ["Fail2ban", "Pickle", "TestSupport", nio("NIOCore"), nio("NIOPosix"), logging],
            resources: [.copy("Fixtures")],
            swiftSettings: settings),
        .testTarget(name: "GeoTests", dependencies: ["Geo", "Fail2ban", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "HostTests",
            dependencies: ["Agent", "Host", "Fail2ban", "CZlib", "TestSupport", crypto, logging],
            swiftSettings: settings),
        .testTarget(
            name: "AgentTests",
            dependencies: ["Agent", "Host", "Fail2ban", "TestSupport", nio("NIOCore"), logging],
            swiftSettings: settings),
        .testTarget(
            name: "OutboundTests", dependencies: ["Outbound", "Fail2ban", "TestSupport", logging],
            swiftSettings: settings),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "TestSupport", "storage-torture", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Console", "Host", "Outbound", "Geo", "Fail2ban", "Storage", "TestSupport", crypto, logging,
            ],
            swiftSettings: settings),
        .testTarget(name: "HTMLTests", dependencies: ["HTML", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "DemoTests", dependencies: ["Demo", "Fail2ban", lifecycle, logging], swiftSettings: settings),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Console", "Host", "Fail2ban", "Storage", "HTML", "CZlib", "TestSupport", hummingbird,
                nio("NIOCore"), nio("NIOPosix"), lifecycle, logging,
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
