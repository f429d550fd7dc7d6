internal import CPasswordHash
internal import Dispatch
internal import Synchronization

/// The cost of a password hash.
public struct HashCost: Hashable, Sendable {
    /// Memory in KiB.
    public let memory: UInt32
    /// Passes over the memory.
    public let iterations: UInt32
    /// Lanes.
    public let lanes: UInt32

    /// Takes a cost; tests use a small one.
    public init(memory: UInt32, iterations: UInt32, lanes: UInt32) {
        self.memory = memory
        self.iterations = iterations
        self.lanes = lanes
    }

    /// 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet.
    public static let recommended = HashCost(memory: 19_456, iterations: 2, lanes: 1)
}

/// Why a password was not hashed.
public enum PasswordHasherError: Error, Equatable, Sendable {
    /// Too many are waiting: an answer of 429.
    case busy
    /// The task was cancelled.
    case cancelled
    /// libargon2 refused, by its error code; out of memory is -22.
    case failed(Int32)
}

/// Hashes passwords with Argon2id, at most two at a time and off Swift's own threads.
public final class PasswordHasher: Sendable {
    private let cost: HashCost
    private let slots: HashSlots
    private let random: @Sendable (Int) -> [UInt8]
    /// A hash of a password nobody knows, for names without an account.
    private let dummy: String
    private let verified = Mutex(0)
    // A hash takes 10 to 40 ms: on the cooperative threads, one for each core, two would stop a small server.
    private let queue = DispatchQueue(label: "password hashes", attributes: .concurrent)

    /// Makes one hash, for the dummy, so it takes as long as one.
    ///
    /// - Parameters:
    ///   - atOnce: hashes at the same time, each takes `cost.memory`.
    ///   - line: how many may wait.
    ///   - random: bytes for salts.
    public init(
        cost: HashCost = .recommended, atOnce: Int = 2, line: Int = 32, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws(PasswordHasherError) {
        self.cost = cost
        self.random = random
        slots = HashSlots(slots: atOnce, line: line)
        dummy = try Argon2.hash(random(32), salt: random(16), cost: cost)
    }

    /// A PHC string of `password`.
    public func hash(_ password: String) async throws(PasswordHasherError) -> String {
        let bytes = Array(NormalForm.canonical(password).utf8)
        let salt = random(16)
        return try await work { [cost] in
            do throws(PasswordHasherError) {
                return .success(try Argon2.hash(bytes, salt: salt, cost: cost))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Whether `password` is the one of `encoded`. Without an account `encoded` is nil: then a hash is verified all the
    /// same, for as long, and the answer is false. Every call verifies exactly one hash.
    public func verify(_ password: String, _ encoded: String?) async throws(PasswordHasherError) -> Bool {
        // No stored password is longer; the work for one that cannot be right must not grow with it.
        let isPossible = password.utf8.count <= PasswordPolicy.mostBytes
        let bytes = isPossible ? Array(NormalForm.canonical(password).utf8) : []
        let against = isPossible ? encoded ?? dummy : dummy
        let isRight = try await work { .success(Argon2.verify(bytes, against)) }
        verified.withLock { $0 += 1 }
        return isRight && isPossible && encoded != nil
    }

    /// Whether `encoded` was made at another cost than this hasher's and should be made anew at the next sign-in.
    public func needsRehash(_ encoded: String) -> Bool {
        !encoded.utf8.starts(with: "$argon2id$v=19$m=\(cost.memory),t=\(cost.iterations),p=\(cost.lanes)$".utf8)
    }

    /// How many hashes were verified since the start.
    public var verifications: Int { verified.withLock { $0 } }

    private func work<Result: Sendable>(
        _ body: @escaping @Sendable () -> Swift.Result<Result, PasswordHasherError>
    ) async throws(PasswordHasherError) -> Result {
        do throws(HashSlots.Refusal) {
            try await slots.enter()
        } catch {
            throw error == .full ? .busy : .cancelled
        }
        let queue = queue
        let result = await withCheckedContinuation { done in
            queue.async { done.resume(returning: body()) }
        }
        await slots.leave()
        return try result.get()
    }
}

/// libargon2 by its narrow shim.
private enum Argon2 {
    /// A PHC string of these parameters has about 100 bytes.
    private static let encodedSize = 256

    static func hash(_ password: [UInt8], salt: [UInt8], cost: HashCost) throws(PasswordHasherError) -> String {
        var encoded = [CChar](repeating: 0, count: encodedSize)
        let code = password.withUnsafeBytes { password in
            salt.withUnsafeBytes { salt in
                withUnsafePointer(to: UInt8(0)) { nothing in
                    bangui_argon2id_hash(
                        cost.iterations, cost.memory, cost.lanes, password.baseAddress ?? UnsafeRawPointer(nothing),
                        password.count, salt.baseAddress ?? UnsafeRawPointer(nothing), salt.count, &encoded, encodedSize
                    )
                }
            }
        }
        guard code == 0 else { throw .failed(code) }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func verify(_ password: [UInt8], _ encoded: String) -> Bool {
        password.withUnsafeBytes { password in
            withUnsafePointer(to: UInt8(0)) { nothing in
                bangui_argon2id_verify(encoded, password.baseAddress ?? UnsafeRawPointer(nothing), password.count) == 0
            }
        }
    }
}
