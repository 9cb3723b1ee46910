"""The figures that a contract is judged by, worked out from case records when they are asked for."""
