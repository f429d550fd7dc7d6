import Foundation

/// A value of the environment.
func environmentValue(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
