;;; moonwalk.el --- Debug Lua forward and backward with dap-mode  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "27.1") (dap-mode "0.7"))

;;; Commentary:

;; Registers Moonwalk's debug adapter with dap-mode, and adds the commands for going back that dap-mode lacks.

;;; Code:

(require 'dap-mode)
(require 'dap-ui)

(defgroup moonwalk nil
  "Debug Lua forward and backward."
  :group 'dap-mode)

(defcustom moonwalk-command '("moonwalk")
  "The command that starts Moonwalk, with its arguments; `dap' is added."
  :type '(repeat string))

(defcustom moonwalk-lua "5.4"
  "The version of Lua that programs are written in."
  :type '(choice (const "5.1") (const "5.2") (const "5.3") (const "5.4") (const "5.5") (const "luajit") (const "macro")))

(defun moonwalk--complete (configuration)
  "Add to CONFIGURATION what it leaves out."
  (setq configuration (dap--put-if-absent configuration :dap-server-path (append moonwalk-command '("dap"))))
  (setq configuration (dap--put-if-absent configuration :program (buffer-file-name)))
  (setq configuration (dap--put-if-absent configuration :cwd (expand-file-name default-directory)))
  (dap--put-if-absent configuration :lua moonwalk-lua))

(dap-register-debug-provider "moonwalk" #'moonwalk--complete)

(dap-register-debug-template "Moonwalk: this file"
                             (list :type "moonwalk" :request "launch" :name "Moonwalk: this file"))

(defun moonwalk--ask (request &optional arguments)
  "Send REQUEST with ARGUMENTS, which moves the program, to the current session."
  (let ((session (dap--cur-session-or-die)))
    (dap--send-message
     (dap--make-request request (append (list :threadId (or (dap--debug-session-thread-id session) 1)) arguments))
     (lambda (response)
       (unless (gethash "success" response)
         (message "Moonwalk: %s" (gethash "message" response))))
     session)))

(defun moonwalk-step-back ()
  "Step back to the previous line, over calls."
  (interactive)
  (moonwalk--ask "stepBack"))

(defun moonwalk-step-back-in ()
  "Step back to the previous line, into calls."
  (interactive)
  (moonwalk--ask "moonwalk/reverseStepIn"))

(defun moonwalk-step-back-out ()
  "Go back to before the function was called."
  (interactive)
  (moonwalk--ask "moonwalk/reverseStepOut"))

(defun moonwalk-reverse-continue ()
  "Go back to the previous breakpoint, or to the start."
  (interactive)
  (moonwalk--ask "reverseContinue"))

(defun moonwalk-goto (step)
  "Go to the moment after STEP steps."
  (interactive "nGo to step: ")
  (moonwalk--ask "moonwalk/seek" (list :t step)))

(provide 'moonwalk)
;;; moonwalk.el ends here
